using System.CommandLine;
using BootLab.Ibft.Identification;
using BootLab.Report.Json;
using BootLab.Report.Tables;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft identify</c>: who wrote a table.</summary>
internal static class IbftIdentifyCommand
{
    public static Command Make(CommandIo io)
    {
        var source = new Argument<string>("SOURCE") { Description = TableSource.Description };
        var reader = new TableSource();
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("identify", "Says who most likely wrote a table, with what speaks for it and against. Ends with 1 when nobody known did.") { source, format };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var (table, _) = await reader.ReadOneAsync(io, result.GetRequiredValue(source), result, stop);
            return Run(io, ProducerIdentifier.Rank(table.Bytes.Span), result.GetValue(format)!);
        });
        return command;
    }

    private static int Run(CommandIo io, IReadOnlyList<ProducerMatch> matches, string format)
    {
        if (format == Formats.Json)
        {
            io.Output.Write(JsonOutput.Document(IdentificationJson.Schema, json => IdentificationJson.Write(json, matches)));
        }
        else
        {
            IdentificationText.Write(io.Output, io.OutputScreen, matches);
        }

        return matches is [{ IsLikely: true }, ..] ? ExitCode.Fine : ExitCode.Findings;
    }
}
