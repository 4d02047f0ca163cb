using System.Buffers.Binary;

namespace BootLab.Firmware.Acpi;

/// <summary>
/// The fixed ACPI description table, revision 3 (ACPI 6.5, 5.2.9). Without one Linux switches ACPI off. There is no SMI command, so that the machine counts as being in ACPI mode;
/// the power management ports are those that SeaBIOS gives to QEMU's chip sets. Where a machine lacks that device (<c>pc,acpi=off</c>) they read as ones and no interrupt comes from them.
/// </summary>
internal static class Fadt
{
    public const int Size = 244;

    // Fields that hold addresses of other tables.
    public const int Facs = 36;
    public const int Dsdt = 40;
    public const int ExtendedDsdt = 140;

    private const uint PowerManagementPorts = 0x600;

    /// <param name="identifiers">The ids.</param>
    /// <param name="facs">The FACS' address.</param>
    /// <param name="dsdt">The DSDT's address.</param>
    public static byte[] Build(AcpiIdentifiers identifiers, uint facs, uint dsdt)
    {
        const int SciInterrupt = 46;
        const int Pm1aEventBlock = 56;
        const int Pm1aControlBlock = 64;
        const int Pm1EventLength = 88;
        const int Pm1ControlLength = 89;
        const int C2Latency = 96;
        const int C3Latency = 98;
        const int Century = 108;
        const int BootArchitecture = 109;
        const int Flags = 112;
        const int ResetRegister = 116;
        const int ResetValue = 128;

        // Latencies beyond these say that there is no such state.
        const ushort NoC2 = 101;
        const ushort NoC3 = 1001;
        const ushort LegacyDevices = 1;
        const ushort KeyboardController = 2;

        // WBINVD works, C1 everywhere, no fixed power or sleep button, RTC wake-up not in fixed registers, a reset register.
        const uint FlagBits = 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 10;

        var table = new byte[Size];
        Put32(table, Facs, facs);
        Put32(table, Dsdt, dsdt);
        Put16(table, SciInterrupt, 9);
        Put32(table, Pm1aEventBlock, PowerManagementPorts);
        Put32(table, Pm1aControlBlock, PowerManagementPorts + 4);
        table[Pm1EventLength] = 4;
        table[Pm1ControlLength] = 2;
        Put16(table, C2Latency, NoC2);
        Put16(table, C3Latency, NoC3);
        table[Century] = 0x32;
        Put16(table, BootArchitecture, LegacyDevices | KeyboardController);
        Put32(table, Flags, FlagBits);

        // A generic address: system I/O, 8 bits, no offset, one byte at a time, port 0xcf9 (both chip sets).
        ReadOnlySpan<byte> resetPort = [1, 8, 0, 1, 0xf9, 0x0c];
        resetPort.CopyTo(table.AsSpan(ResetRegister));
        table[ResetValue] = 0x0f;
        BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(ExtendedDsdt), dsdt);
        AcpiHeader.Write(table, "FACP", identifiers, revision: 3);
        return table;
    }

    private static void Put16(byte[] table, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(offset), value);

    private static void Put32(byte[] table, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(offset), value);
}
