using System.Globalization;
using System.Security.Cryptography;
using BootLab.Ibft;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Tables;
using BootLab.Report.Terminal;
using BootLab.Rom;
using BootLab.Vm.Capture;
using BootLab.Vm.Judging;

namespace BootLab.Cli.Commands;

/// <summary>A real boot beside the emulated one, as text and as JSON.</summary>
internal static class CaptureText
{
    private const int FieldWidth = 34;

    public static void Write(CommandIo io, CapturedBoot boot, bool showSecrets)
    {
        var (output, screen) = (io.Output, io.OutputScreen);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{boot.Lab.Name}: {boot.Package.Name} {boot.Package.Version} in QEMU {boot.QemuVersion}, {boot.Elapsed.TotalSeconds:0.0} s until {GoldenFiles.Words(boot.Point)}"));
        foreach (var note in boot.Notes)
        {
            output.WriteLine($"  besides the lab: {note}");
        }

        output.WriteLine();
        TableSummary.Write(output, screen, [Column("real", boot, boot.Table), Column($"emulated {boot.Emulated.Rom.Program.Name}", boot, boot.Emulated.Table)]);
        output.WriteLine();
        WriteConsole(io, boot, showSecrets);
        output.WriteLine();
        WriteVerdict(io, boot, Differences(boot, showSecrets));
        if (boot.HandedOver is { } handedOver)
        {
            var place = boot.Table is { } own ? $"in place of iPXE's at 0x{own.Address:x}" : "by ACPI, without one of iPXE's";
            output.WriteLine($"handed over: {handedOver.Table.Length} bytes {place}, and the guest went on");
        }
    }

    /// <summary>A document of schema bootlab/vm-capture/1.</summary>
    public static string Json(CapturedBoot boot, bool showSecrets) => JsonOutput.Document("bootlab/vm-capture/1", json =>
    {
        var mask = SecretMask.Of(boot.Emulated, showSecrets);
        json.WriteString("lab", boot.Lab.Name);
        json.WriteBoolean("bytes_equal", boot.BytesAreEqual);
        json.WriteBoolean("addresses_equal", boot.AddressesAreEqual);
        json.WriteString("point", boot.Point switch { BootPoint.Marker => "marker", BootPoint.BootSector => "boot-sector", _ => "nothing-to-boot" });
        json.WriteString("qemu", boot.QemuVersion);
        json.WriteString("package", $"{boot.Package.Name} {boot.Package.Version}".TrimEnd());
        json.WriteNumber("seconds", Math.Round(boot.Elapsed.TotalSeconds, 1));
        WriteStrings("notes", boot.Notes);
        WriteTable("real", boot.Table);
        json.WriteString("producer", boot.Emulated.Rom.Program.Name);
        WriteTable("emulated", boot.Emulated.Table);
        json.WriteString("handed_over", boot.HandedOver switch { null => null, { Place: TableDelivery.Acpi } => "acpi", _ => "lowmem" });
        json.WriteStartArray("differences");
        foreach (var difference in Differences(boot, showSecrets))
        {
            json.WriteStartObject();
            json.WriteNumber("offset", difference.Offset);
            json.WriteString("field", difference.Field);
            json.WriteString("real", difference.First?.Meaning);
            json.WriteString("emulated", difference.Second?.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteStrings("console", boot.BootConsole.Select(mask.Apply));

        void WriteTable(string name, TableInMemory? table)
        {
            if (table is null)
            {
                json.WriteNull(name);
                return;
            }

            json.WriteStartObject(name);
            json.WriteNumber("address", table.Address);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(table.Bytes)));
            if (IbftReader.ReadLenient(table.Bytes).Table is { } content)
            {
                IbftJson.WriteValues(json, content, Secrets.Of(content, showSecrets));
            }

            json.WriteEndObject();
        }

        void WriteStrings(string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    });

    private static SummaryColumn Column(string title, CapturedBoot boot, TableInMemory? table) => new(title)
    {
        Table = table is null ? null : IbftReader.ReadLenient(table.Bytes).Table,
        Address = table?.Address,
        Place = table is null ? null : boot.Lab.Machine.Firmware == FirmwareKind.Uefi ? "ACPI" : "low memory",
        Machine = boot.Lab.Machine,
    };

    private static void WriteConsole(CommandIo io, CapturedBoot boot, bool showSecrets)
    {
        var mask = SecretMask.Of(boot.Emulated, showSecrets);
        foreach (var line in boot.BootConsole.Where(line => line.Length > 0))
        {
            io.Output.WriteLine($"  console: {Printable.Text(mask.Apply(line))}");
        }
    }

    private static void WriteVerdict(CommandIo io, CapturedBoot boot, IReadOnlyList<TableDifference> differences)
    {
        var (output, screen) = (io.Output, io.OutputScreen);
        if (differences.Count > 0)
        {
            var text = new TextTable(null, FieldWidth, FieldWidth, null);
            text.Add("byte", "field", new Cell("real", Colour.Bold), new Cell("emulated", Colour.Bold));
            foreach (var difference in differences)
            {
                text.Add(new Cell($"0x{difference.Offset:x3}", Colour.Cyan), difference.Field, difference.First?.Meaning ?? "-", difference.Second?.Meaning ?? "-");
            }

            text.Write(output, screen);
            output.WriteLine();
        }

        var size = boot.Table is { } table ? $"{table.Bytes.Length} bytes at 0x{table.Address:x}" : "no table";
        output.WriteLine((boot.BytesAreEqual, boot.IsEqual) switch
        {
            (true, true) => $"{screen.Paint("equal", Colour.Green)}: both left {(boot.Table is null ? size : boot.AddressesAreEqual ? $"the same {size}" : $"the same {boot.Table.Bytes.Length} bytes, among the ACPI tables")}",
            (true, false) => $"{screen.Paint("different", Colour.Red)}: the same bytes, the real ones at 0x{boot.Table!.Address:x}, the emulated ones at 0x{boot.Emulated.Table!.Address:x}",
            _ => $"{screen.Paint("different", Colour.Red)}: the real boot left {size}, the emulated one {(boot.Emulated.Table is { } other ? $"{other.Bytes.Length} bytes at 0x{other.Address:x}" : "no table")}",
        });
    }

    private static IReadOnlyList<TableDifference> Differences(CapturedBoot boot, bool showSecrets) =>
        TableDifference.Between(boot.Table?.Bytes, boot.Emulated.Table?.Bytes, showSecrets);
}
