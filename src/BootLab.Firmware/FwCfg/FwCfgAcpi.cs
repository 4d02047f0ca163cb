using BootLab.Firmware.Acpi;

namespace BootLab.Firmware.FwCfg;

/// <summary>A whole set of ACPI tables with an iBFT in it, as files that the firmware of a QEMU without ACPI of its own places. The iBFT arrives byte for byte as it is given, broken ones included.</summary>
public static class FwCfgAcpi
{
    private const int RsdpAlignment = 16;
    private const int FacsAlignment = 64;
    private const int TableAlignment = 16;
    private const int HeaderChecksum = 9;

    /// <summary>Builds the three files.</summary>
    /// <param name="platform">The machine.</param>
    /// <param name="ibft">The iBFT.</param>
    public static IReadOnlyList<FwCfgFile> Build(PcPlatform platform, ReadOnlySpan<byte> ibft)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var identifiers = new AcpiIdentifiers("BOOTLB", "BOOTLAB ");
        var tables = new List<byte>();
        var script = new List<LoaderCommand>
        {
            new LoaderCommand.Allocate(FwCfgFile.AcpiRsdp, RsdpAlignment, LoaderZone.FSegment),
            new LoaderCommand.Allocate(FwCfgFile.AcpiTables, FacsAlignment, LoaderZone.High),
        };

        var facs = Add(tables, Facs.Build());
        var dsdt = Add(tables, Dsdt.Build(identifiers, platform));
        var fadt = Add(tables, Fadt.Build(identifiers, facs, dsdt));
        Link(script, fadt, Fadt.Size, (Fadt.Facs, 4), (Fadt.Dsdt, 4), (Fadt.ExtendedDsdt, 8));
        ulong[] listed = [fadt, Add(tables, Madt.Build(identifiers, platform.Processors)), Add(tables, ibft)];
        var rsdt = Rsdt.Build(identifiers, listed);
        var rsdtAt = Add(tables, rsdt);
        Link(script, rsdtAt, rsdt.Length, [.. listed.Select((_, number) => (AcpiHeader.Size + (4 * number), 4))]);
        var xsdt = Xsdt.Build(identifiers, listed);
        var xsdtAt = Add(tables, xsdt);
        Link(script, xsdtAt, xsdt.Length, [.. listed.Select((_, number) => (AcpiHeader.Size + (8 * number), 8))]);

        script.Add(new LoaderCommand.AddPointer(FwCfgFile.AcpiRsdp, FwCfgFile.AcpiTables, Rsdp.RsdtAddress, 4));
        script.Add(new LoaderCommand.AddPointer(FwCfgFile.AcpiRsdp, FwCfgFile.AcpiTables, Rsdp.XsdtAddress, 8));
        script.Add(new LoaderCommand.AddChecksum(FwCfgFile.AcpiRsdp, Rsdp.Checksum, 0, Rsdp.FirstPart));
        script.Add(new LoaderCommand.AddChecksum(FwCfgFile.AcpiRsdp, Rsdp.ExtendedChecksum, 0, Rsdp.Size));
        return
        [
            new FwCfgFile(FwCfgFile.AcpiTables, [.. tables]),
            new FwCfgFile(FwCfgFile.AcpiRsdp, Rsdp.Build(identifiers.OemId, rsdtAt, xsdtAt)),
            new FwCfgFile(FwCfgFile.TableLoader, LoaderScript.Write(script)),
        ];
    }

    private static uint Add(List<byte> tables, ReadOnlySpan<byte> table)
    {
        tables.AddRange(new byte[-tables.Count & (TableAlignment - 1)]);
        var offset = tables.Count;
        tables.AddRange(table);
        return (uint)offset;
    }

    private static void Link(List<LoaderCommand> script, uint table, int length, params IReadOnlyList<(int Offset, int Size)> pointers)
    {
        script.AddRange(pointers.Select(pointer => new LoaderCommand.AddPointer(FwCfgFile.AcpiTables, FwCfgFile.AcpiTables, table + (uint)pointer.Offset, (byte)pointer.Size)));
        script.Add(new LoaderCommand.AddChecksum(FwCfgFile.AcpiTables, table + HeaderChecksum, table, (uint)length));
    }
}
