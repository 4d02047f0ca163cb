using System.CommandLine;
using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Labs.Tables;
using BootLab.Report.Findings;
using BootLab.Report.Html;
using BootLab.Report.Json;
using BootLab.Report.Lint;
using BootLab.Report.Tables;
using BootLab.Rules;
using FoundTable = BootLab.Firmware.Sources.FoundTable;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft show</c>: a table with every byte explained.</summary>
internal static class IbftShowCommand
{
    public static Command Make(CommandIo io)
    {
        var source = new Argument<string>("SOURCE") { Description = TableSource.Description };
        var reader = new TableSource();
        var format = Formats.Option(Formats.Text, Formats.Json, Formats.Hex, Formats.Yaml, Formats.Html);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("show", "Shows a table with every byte explained.") { source, format, secrets };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var name = result.GetRequiredValue(source);
            var (table, content) = await reader.ReadOneAsync(io, name, result, stop);
            return Run(io, name, table, content, result.GetValue(format)!, result.GetValue(secrets));
        });
        return command;
    }

    private static int Run(CommandIo io, string source, FoundTable found, SourceContent content, string format, bool showSecrets)
    {
        var bytes = found.Bytes.Span;
        var reading = IbftReader.ReadLenient(bytes);
        var unusable = reading.Anomalies.FirstOrDefault(anomaly => anomaly.Kind is AnomalyKind.TooShort or AnomalyKind.Signature);
        if (reading.Table is not { } table || unusable is not null)
        {
            throw CommandFailure.Fatal($"{source}: no table{(found.Place.Length > 0 ? $" at {found.Place}" : "")}: {unusable?.Message}; 'bootlab ibft scan' finds tables in memory images");
        }

        var secrets = Secrets.Of(table, showSecrets);
        switch (format)
        {
            case Formats.Json:
                io.Output.Write(JsonOutput.Document(IbftJson.Schema, json =>
                {
                    json.WriteStartObject("source");
                    SourceListing.WriteJson(json, content, found);
                    json.WriteEndObject();
                    IbftJson.Write(json, found.Bytes.Span, reading, secrets);
                }));
                break;
            case Formats.Hex:
                HexText.Dump(io.Output, bytes[..table.Size], secrets);
                break;
            case Formats.Html:
                io.Output.Write(TablePage.Make(new PageContent(source, content, found, reading, secrets) { Findings = Lint(content, found) }));
                break;
            case Formats.Yaml:
                WriteYaml(io, bytes[..Math.Min(bytes.Length, IbftOffsets.MaximumTableSize)], secrets);
                break;
            default:
                AnnotatedTable.Write(io.Output, io.OutputScreen, bytes, reading, secrets);
                break;
        }

        return ExitCode.Fine;
    }

    // What matters most comes first.
    private static IReadOnlyList<PageFinding> Lint(SourceContent content, FoundTable found) =>
    [
        .. new Linter([Profile.Everything]).Check(found.Bytes.Span, SourceContext.Of(RuleContext.None, content, found))
            .OrderByDescending(entry => entry.Severity)
            .Select(entry => new PageFinding(
                Words.Of(entry.Severity),
                entry.Rule.Id,
                entry.Finding.Bytes?.Offset ?? 0,
                entry.Finding.Bytes?.Length ?? 0,
                $"{entry.Finding.Field}: {LintText.Message(entry.Finding)}")),
    ];

    private static void WriteYaml(CommandIo io, ReadOnlySpan<byte> bytes, Secrets secrets)
    {
        var hidden = secrets.Hide(bytes);
        if (!bytes.SequenceEqual(hidden))
        {
            io.Error.WriteLine("bootlab: secrets are written as stars; --secrets gives a file that builds the same bytes");
        }

        io.Output.Write(TableSpecText.Of(hidden));
    }
}
