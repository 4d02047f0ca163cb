using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Report.Junit;
using BootLab.Report.Terminal;
using BootLab.Rules.Predicting;
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
            .Select(group => Column(string.Join('\n', group.Select(one => Printable.Text(one.Consumer))), group.First().Cells));
        var numbers = Column("#", results.Select(result => (Cell)$"{result.Number}"));
        var values = varied.Select(dimension => Column(dimension, results.Select(result => (Cell)Printable.Text(result.Values.GetValueOrDefault(dimension, "")))));
        io.Output.WriteLine(Printable.Text($"{name}{string.Concat(constant.Select(dimension => $", {dimension} {results[0].Values[dimension]}"))}"));
        WriteColumns(io, numbers, values.Concat(columns));
        foreach (var result in results.Where(result => !result.IsAsExpected))
        {
            io.Output.WriteLine(Printable.Text($"{result.Number}: {result.Case}"));
            foreach (var line in Lines(result))
            {
                io.Output.WriteLine($"  {io.OutputScreen.Paint(Printable.Text(line), Colour.Red)}");
            }
        }

        if (results.SelectMany(result => result.Consumers).Select(consumer => consumer.Consumer).Intersect(Predictor.Profiles).ToList() is { Count: > 0 } predicted)
        {
            io.Output.WriteLine($"{string.Join(", ", predicted)}: Windows as predicted; no Windows was run");
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

    private static List<Cell> Column(string heading, IEnumerable<Cell> cells) => [new Cell(heading, Colour.Bold), .. cells];

    /// <summary>As many tables one below the other as it takes to fit the screen, each with the cases' numbers.</summary>
    private static void WriteColumns(CommandIo io, List<Cell> numbers, IEnumerable<List<Cell>> columns)
    {
        const int Indent = 2;
        var block = new List<List<Cell>> { numbers };
        var width = Indent + Width(numbers);
        foreach (var column in columns)
        {
            if (block.Count > 1 && width + Width(column) > io.OutputScreen.Width)
            {
                Flush();
                io.Output.WriteLine();
                block = [numbers];
                width = Indent + Width(numbers);
            }

            block.Add(column);
            width += Width(column);
        }

        Flush();

        void Flush()
        {
            var table = new TextTable(new int?[block.Count]);
            for (var row = 0; row < numbers.Count; row++)
            {
                table.Add([.. block.Select(column => column[row])]);
            }

            table.Write(io.Output, io.OutputScreen, Indent);
        }
    }

    private static int Width(List<Cell> column) => column.SelectMany(cell => cell.Text.Split('\n')).Max(line => line.Length) + 2;

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
        { Judged: null } => $"({Short(result.Foretold)})",
        _ => new Cell(Short(result.Judged), result.Judged.Label == result.Foretold.Label ? Colour.Plain : Colour.Red),
    };

    private static string Short(CaseVerdict verdict) => Printable.Text(verdict.Label.Replace("accepted-in-part", "in part", StringComparison.Ordinal));

    private static IEnumerable<string> Lines(CaseResult result) => result.Differences.Concat(result.Missed);

    private static string Line(ConsumerResult result) => result.Judged is null
        ? $"{result.Consumer}: foretold {result.Foretold.Label}: {result.Foretold.Because}"
        : $"{result.Consumer}: judged {result.Judged.Label} ({result.Means}): {result.Judged.Because}";
}
