using System.CommandLine;
using BootLab.Firmware.Scanning;
using BootLab.Report.Json;
using BootLab.Report.Terminal;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft scan</c>: tables in a memory image.</summary>
internal static class IbftScanCommand
{
    public static Command Make(CommandIo io)
    {
        var dump = new Argument<string>("DUMP") { Description = "A raw image of memory from address 0 on; it is mapped, so its size does not matter." };
        var anyAlignment = new Option<bool>("--any-alignment") { Description = "Look at every address, not only at every sixteenth." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("scan", "Finds tables in a memory image.") { dump, anyAlignment, format };
        command.SetAction(result => Run(io, result.GetRequiredValue(dump), result.GetValue(anyAlignment), result.GetValue(format)!));
        return command;
    }

    private static int Run(CommandIo io, string dump, bool anyAlignment, string format)
    {
        if (Directory.Exists(dump))
        {
            throw CommandFailure.Fatal($"{dump}: found a folder, expected a file");
        }

        var hits = TableScanner.ScanFile(dump, ScanWindow.Everywhere with { AnyAlignment = anyAlignment });
        if (format == Formats.Json)
        {
            WriteJson(io.Output, hits);
        }
        else
        {
            WriteText(io, hits);
        }

        if (hits.Count == 0)
        {
            io.Error.WriteLine($"bootlab: {dump}: no table found{(anyAlignment ? "" : "; --any-alignment looks at every address")}");
        }

        return hits.Count == 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static void WriteText(CommandIo io, IReadOnlyList<ScanHit> hits)
    {
        var text = new TextTable(null, null, null, null);
        foreach (var hit in hits)
        {
            var verdict = !hit.IsPlausible ? new Cell("no table: length or control structure is wrong", Colour.Yellow)
                : hit.ChecksumIsRight ? new Cell("checksum right", Colour.Green)
                : new Cell("checksum wrong", Colour.Red);
            text.Add(new Cell($"0x{hit.Address:x}", Colour.Cyan), hit.Signature, $"{hit.Length} bytes", verdict);
        }

        text.Write(io.Output, io.OutputScreen);
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<ScanHit> hits) => output.Write(JsonOutput.Document("bootlab/scan/1", json =>
    {
        json.WriteStartArray("hits");
        foreach (var hit in hits)
        {
            json.WriteStartObject();
            json.WriteNumber("address", hit.Address);
            json.WriteString("signature", hit.Signature);
            json.WriteNumber("length", hit.Length);
            json.WriteBoolean("plausible", hit.IsPlausible);
            json.WriteBoolean("checksum_right", hit.ChecksumIsRight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));
}
