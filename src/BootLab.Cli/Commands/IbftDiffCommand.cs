using System.CommandLine;
using BootLab.Report.Json;
using BootLab.Report.Tables;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab ibft diff</c>: two tables compared.</summary>
internal static class IbftDiffCommand
{
    public static Command Make(CommandIo io)
    {
        var first = new Argument<string>("A") { Description = TableSource.Description };
        var second = new Argument<string>("B") { Description = "The other one, of any kind too." };
        var reader = new TableSource();
        var format = Formats.Option(Formats.Text, Formats.Json);
        var bytes = new Option<bool>("--bytes") { Description = "List the bytes that differ also where things were only moved." };
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("diff", "Compares two tables: what they say, where they say it, which bytes differ. Ends with 1 when they are different.") { first, second, format, bytes, secrets };
        reader.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            if (result.GetRequiredValue(first) == "-" && result.GetRequiredValue(second) == "-")
            {
                throw CommandFailure.Usage("diff: found standard input for both tables, expected it for one at most");
            }

            var one = (await reader.ReadOneAsync(io, result.GetRequiredValue(first), result, stop)).Table;
            var other = (await reader.ReadOneAsync(io, result.GetRequiredValue(second), result, stop)).Table;
            return Run(io, TableComparison.Between(one.Bytes.Span, other.Bytes.Span, result.GetValue(secrets)), result.GetValue(format)!, result.GetValue(bytes));
        });
        return command;
    }

    private static int Run(CommandIo io, TableComparison comparison, string format, bool allBytes)
    {
        if (format == Formats.Json)
        {
            io.Output.Write(JsonOutput.Document(ComparisonJson.Schema, json => ComparisonJson.Write(json, comparison)));
        }
        else
        {
            ComparisonText.Write(io.Output, io.OutputScreen, comparison, allBytes);
        }

        return comparison.IsSame ? ExitCode.Fine : ExitCode.Findings;
    }
}
