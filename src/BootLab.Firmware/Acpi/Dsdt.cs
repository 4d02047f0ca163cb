using static BootLab.Firmware.Acpi.Aml;

namespace BootLab.Firmware.Acpi;

/// <summary>
/// The differentiated system description table: the PCI root, which Linux looks for in it alone, what it passes on and how its interrupts arrive
/// (ACPI 6.5, 5.2.11.1 and 6.2.13; PCI Firmware 3.3, 4).
/// </summary>
internal static class Dsdt
{
    private const int Devices = 32;
    private const int Pins = 4;
    private const ushort ConfigurationPorts = 0xcf8;
    private const uint IoApic = 0xfec00000;

    public static byte[] Build(AcpiIdentifiers identifiers, PcPlatform platform)
    {
        byte[] resources =
        [
            .. AcpiResources.Buses(0, 255),
            .. AcpiResources.OwnPorts(ConfigurationPorts, 8),
            .. AcpiResources.Ports(0, ConfigurationPorts - 1),
            .. AcpiResources.Ports(ConfigurationPorts + 8, ushort.MaxValue),
            .. AcpiResources.Memory(0xa0000, 0xbffff),
            .. AcpiResources.Memory(DeviceMemory(platform), IoApic - 1),
            .. AcpiResources.End,
        ];
        var root = Scope(
            "\\_SB",
            Device(
                "PCI0",
                Name("_HID", EisaId("PNP0A03")),
                Name("_UID", 0),
                Name("_BBN", 0),
                Name("_CRS", Buffer(resources)),
                Name("_PRT", InterruptRouting(platform.ChipSet))));
        byte[] table = [.. new byte[AcpiHeader.Size], .. root.Bytes];
        AcpiHeader.Write(table, "DSDT", identifiers, revision: 2);
        return table;
    }

    /// <summary>Where SeaBIOS begins to give addresses to devices: above what memory can be there.</summary>
    private static uint DeviceMemory(PcPlatform platform) => platform.ChipSet == PcChipSet.I440Fx && platform.MemoryMiB <= 2048 ? 0x80000000 : 0xc0000000;

    /// <summary>Which line of the I/O APIC each pin of each device pulls; devices behind bridges pull their bridge's.</summary>
    private static AmlTerm InterruptRouting(PcChipSet chipSet) => Package([.. Enumerable.Range(0, Devices).SelectMany(
        device => Enumerable.Range(0, Pins),
        (device, pin) => Package(((ulong)device << 16) | 0xffff, (ulong)pin, 0, (ulong)Line(chipSet, device, pin)))]);

    // hw/i386/acpi-build.c of QEMU 7.2; PIIX3's four interrupts as SeaBIOS 1.16 routes them.
    private static int Line(PcChipSet chipSet, int device, int pin) => (chipSet, device) switch
    {
        (PcChipSet.I440Fx, _) => ((device - 1 + pin) & 3) < 2 ? 10 : 11,
        (_, < 24) => 20 + ((device + pin) & 3),
        (_, 24 or 30) => 20 + pin,
        _ => 16 + pin,
    };
}
