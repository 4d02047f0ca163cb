using System.CommandLine;
using BootLab.Firmware.Sources;
using BootLab.Report.Json;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft scan</c>: every table in a source, and who takes which.</summary>
internal static class IbftScanCommand
{
    public static Command Make(CommandIo io)
    {
        var source = new Argument<string>("SOURCE") { Description = $"{TableSource.Description} A memory image starts at address 0; it is mapped, so its size does not matter." };
        var reader = new TableSource();
        var anyAlignment = new Option<bool>("--any-alignment") { Description = "Look at every address, not only at every sixteenth." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("scan", "Finds tables in a memory image or any other source, and tells who takes which.") { source, anyAlignment, format };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var name = result.GetRequiredValue(source);
            var isLoose = result.GetValue(anyAlignment);
            return Run(io, name, isLoose, await reader.ReadAsync(io, name, result, stop, scans: true, isLoose), result.GetValue(format)!);
        });
        return command;
    }

    private static int Run(CommandIo io, string source, bool anyAlignment, SourceContent content, string format)
    {
        if (format == Formats.Json)
        {
            WriteJson(io.Output, content);
        }
        else
        {
            SourceListing.Write(io.Output, io.OutputScreen, content.Tables);
        }

        if (content.Tables.Count == 0)
        {
            io.Error.WriteLine($"bootlab: {source}: no table found{(anyAlignment ? "" : "; --any-alignment looks at every address")}");
        }

        return content.Tables.Count == 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static void WriteJson(TextWriter output, SourceContent content) => output.Write(JsonOutput.Document("bootlab/scan/1", json =>
    {
        json.WriteStartArray("hits");
        foreach (var table in content.Tables)
        {
            json.WriteStartObject();
            SourceListing.WriteJson(json, content, table);
            json.WriteString("signature", SourceListing.Signature(table));
            json.WriteNumber("length", SourceListing.Length(table));
            json.WriteBoolean("plausible", table.IsPlausible);
            json.WriteBoolean("checksum_right", SourceListing.ChecksumIsRight(table));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }));
}
