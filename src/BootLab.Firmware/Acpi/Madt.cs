namespace BootLab.Firmware.Acpi;

/// <summary>The multiple APIC description table: processors, the I/O APIC of QEMU's machines and how ISA interrupts reach it (ACPI 6.5, 5.2.12).</summary>
internal static class Madt
{
    // Interrupts that arrive otherwise than as ISA ones do: the timer on line 2, those that PCI shares triggered by level.
    private const byte Timer = 0;
    private const byte ActiveHighByLevel = 0x0d;

    public static byte[] Build(AcpiIdentifiers identifiers, int processors)
    {
        const byte EightTwoFiveNine = 1;
        byte[] table =
        [
            .. new byte[AcpiHeader.Size],
            .. LittleEndian(0xfee00000), EightTwoFiveNine, 0, 0, 0,
            .. Enumerable.Range(0, processors).SelectMany(LocalApic),
            1, 12, 0, 0, .. LittleEndian(0xfec00000), .. LittleEndian(0),
            .. Override(Timer, line: 2, flags: 0),
            .. new byte[] { 5, 9, 10, 11 }.SelectMany(interrupt => Override(interrupt, interrupt, ActiveHighByLevel)),

            // LINT1 of every processor is the NMI.
            4, 6, 0xff, 0, 0, 1,
        ];
        AcpiHeader.Write(table, "APIC", identifiers, revision: 1);
        return table;
    }

    private static byte[] LocalApic(int number) => [0, 8, (byte)number, (byte)number, 1, 0, 0, 0];

    private static byte[] Override(byte interrupt, byte line, byte flags) => [2, 10, 0, interrupt, .. LittleEndian(line), flags, 0];

    private static byte[] LittleEndian(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
