using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Testing;

namespace BootLab.Os.Tests.Windows;

/// <summary>A line of scenarios.txt.</summary>
internal sealed record Scenario(string Release, IReadOnlyList<string> Changes, string Outcome, string Code, string Stage, string Fact, string Confidence, string Neighbour)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. from line in File.ReadLines(Repository.PathTo("tests", "BootLab.Os.Tests", "Windows", "scenarios.txt"))
           where line.Length > 0 && line[0] != '#'
           select Parse(line),
    ];

    /// <summary>The whole of what distinguishes it: version and changes.</summary>
    public string Name => $"{Release}: {string.Join(' ', Changes)}";

    /// <summary>The version and changes of the neighbour: one change more (+), one less (-), or another version (=).</summary>
    public (string Release, IReadOnlyList<string> Changes) NeighbourCase => Neighbour[0] switch
    {
        '+' => (Release, [.. Changes, Neighbour[1..]]),
        '-' => (Release, [.. Changes.Where(change => change != Neighbour[1..])]),
        '=' => (Neighbour[1..], Changes),
        _ => throw new FormatException($"'{Neighbour}' in {Name}; expected +CHANGE, -CHANGE or =VERSION"),
    };

    /// <summary>The server with the changes made.</summary>
    public static Server ServerOf(string release, IEnumerable<string> changes) =>
        changes.Aggregate(new Server { Release = Server.Of(release) }, (server, change) => ScenarioChanges.All[change](server));

    /// <summary>What the model says, in the words of the file.</summary>
    public static (string Outcome, string Code, string Stage, string Fact, string Confidence) Say(WindowsPrediction prediction)
    {
        var decisive = prediction.Decisive;
        var stage = decisive is null ? prediction.Stage : prediction.Trace.First(result => result.Facts.Contains(decisive)).Stage;
        return (prediction.Outcome.ToString(), prediction.Code is { } code ? $"0x{code:X}" : "-", stage.ToString(), decisive?.Id ?? "-", prediction.Confidence.Word());
    }

    private static Scenario Parse(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return parts is [var release, var changes, var outcome, var code, var stage, var fact, var confidence, var neighbour]
            ? new Scenario(release, changes == "-" ? [] : changes.Split(' ', StringSplitOptions.RemoveEmptyEntries), outcome, code, stage, fact, confidence, neighbour)
            : throw new FormatException($"found {parts.Length} columns, expected 8: {line}");
    }
}
