using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Junit;
using BootLab.Report.Terminal;
using BootLab.Vm.Sweeping;

namespace BootLab.Cli.Commands;

/// <summary>A sweep's results: as a table with cases down and consumers across, as JSON, JSON Lines and JUnit.</summary>
internal static class VmMatrixText
{
    /// <summary>For people. Verdicts in brackets are foretold and not judged.</summary>
    public static void Write(CommandIo io, string name, IReadOnlyList<CaseResult> results)
    {
        // What is the same in every case stands above the table.
        string[] dimensions = [.. results.SelectMany(result => result.Values.Keys).Distinct()];
        string[] constant = [.. dimensions.Where(dimension => results.Select(result => result.Values.GetValueOrDefault(dimension)).Distinct().Count() == 1)];
        string[] varied = [.. dimensions.Except(constant)];
        // Consumers that agree on every case share a column.
        var columns = results.SelectMany(result => result.Consumers).Select(consumer => consumer.Consumer).Distinct()
            .Select(consumer => (Consumer: consumer, Cells: results.Select(result => Verdict(result.Consumers.FirstOrDefault(one => one.Consumer == consumer))).ToList()))
            .GroupBy(column => string.Join('\n', column.Cells.Select(cell => cell.Text)))
            .ToList();
        io.Output.WriteLine(Printable.Text($"{name}{string.Concat(constant.Select(dimension => $", {dimension} {results[0].Values[dimension]}"))}"));
        var rows = new TextTable(new int?[1 + varied.Length + columns.Count]);
        rows.Add([.. new[] { "#" }.Concat(varied).Concat(columns.Select(column => string.Join('\n', column.Select(one => Printable.Text(one.Consumer))))).Select(heading => new Cell(heading, Colour.Bold))]);
        foreach (var (row, result) in results.Index())
        {
            rows.Add([$"{result.Number}", .. varied.Select(dimension => (Cell)Printable.Text(result.Values.GetValueOrDefault(dimension, ""))), .. columns.Select(column => column.First().Cells[row])]);
        }

        rows.Write(io.Output, io.OutputScreen, indent: 2);
        foreach (var result in results.Where(result => !result.IsAsExpected))
        {
            io.Output.WriteLine(Printable.Text($"{result.Number}: {result.Case}"));
            foreach (var line in Lines(result))
            {
                io.Output.WriteLine($"  {io.OutputScreen.Paint(Printable.Text(line), Colour.Red)}");
            }
        }

        io.Output.WriteLine(Summary(results));
    }

    /// <summary>A document of schema bootlab/vm-matrix/1.</summary>
    public static string Json(string name, IReadOnlyList<CaseResult> results) => JsonOutput.Document("bootlab/vm-matrix/1", json =>
    {
        json.WriteString("lab", name);
        json.WriteNumber("differing", results.Count(result => result.Differences.Count > 0));
        json.WriteNumber("missed", results.Count(result => result.Missed.Count > 0));
        json.WriteStartArray("cases");
        foreach (var result in results)
        {
            ResultLine.ToJson(result).WriteTo(json);
        }

        json.WriteEndArray();
    });

    /// <summary>A line a case.</summary>
    public static string JsonLines(IEnumerable<CaseResult> results) => string.Concat(results.Select(result => ResultLine.Write(result) + "\n"));

    /// <summary>A test case a case.</summary>
    public static string Junit(string name, IReadOnlyList<CaseResult> results) => new JunitSuite(
        name,
        [.. results.Select(result => new JunitCase(result.Case, [.. Lines(result)], string.Join('\n', result.Consumers.Select(Line))))]).ToXml();

    private static string Summary(IReadOnlyList<CaseResult> results)
    {
        var judged = results.Count(result => result.Consumers.Any(consumer => consumer.Judged is not null));
        var differ = results.Count(result => result.Differences.Count > 0);
        var missed = results.Count(result => result.Missed.Count > 0);
        return $"{results.Count} cases, {judged} judged by a kernel{(judged < results.Count ? ", verdicts in brackets foretold" : "")}; "
            + $"{(differ == 0 ? "none differs from what was foretold" : $"{differ} not as foretold")}{(missed == 0 ? "" : $"; {missed} not as expected")}";
    }

    private static Cell Verdict(ConsumerResult? result) => result switch
    {
        null => "",
        { Judged: null } => Printable.Text($"({result.Foretold.Label})"),
        _ => new Cell(Printable.Text(result.Judged.Label), result.Judged.Label == result.Foretold.Label ? Colour.Plain : Colour.Red),
    };

    private static IEnumerable<string> Lines(CaseResult result) => result.Differences.Concat(result.Missed);

    private static string Line(ConsumerResult result) => result.Judged is null
        ? $"{result.Consumer}: foretold {result.Foretold.Label}: {result.Foretold.Because}"
        : $"{result.Consumer}: judged {result.Judged.Label} ({result.Means}): {result.Judged.Because}";
}
