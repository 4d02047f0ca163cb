using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Findings;
using BootLab.Report.Terminal;

namespace BootLab.Report.Predictions;

/// <summary>Words and colours of predictions. The words with hyphens are stable; labs and programs use them.</summary>
public static class PredictionWords
{
    /// <summary><c>boots-degraded</c>, <c>crash-and-reboot</c> ...</summary>
    public static string Of(WindowsOutcome outcome) => Kebab(outcome.ToString());

    /// <summary><c>table-to-nics</c>, <c>second-plug-and-play</c> ...</summary>
    public static string Of(WindowsStage stage) => Kebab(stage.ToString());

    /// <summary><c>passed</c>, <c>not-reached</c> ...</summary>
    public static string Of(StageState state) => Kebab(state.ToString());

    /// <summary><c>holds</c>, <c>breaks</c> ...</summary>
    public static string Of(FactRole role) => Kebab(role.ToString());

    /// <summary>A stop code or a loader's error as Windows prints it: <c>0x7B</c>, <c>0xc000000e</c>.</summary>
    public static string Code(uint code) => code <= 0xffff ? $"0x{code:X}" : $"0x{code:x8}";

    /// <summary>The outcome for people: <c>crash and reboot (0x7B)</c>.</summary>
    public static string Outcome(WindowsPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return Outcome(prediction.Outcome, prediction.Code, [.. prediction.Degradations.Select(degradation => degradation.Kind).Distinct()]);
    }

    /// <summary>An outcome for people.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="code">Its code; null for none.</param>
    /// <param name="kinds">What is wrong although it boots.</param>
    public static string Outcome(WindowsOutcome outcome, uint? code, IReadOnlyList<string> kinds)
    {
        var words = outcome switch
        {
            WindowsOutcome.BootsDegraded => kinds is { Count: > 0 } ? $"boots, {string.Join(", ", kinds)}" : "boots with less than it should have",
            WindowsOutcome.NoBoot => "Windows is never started",
            WindowsOutcome.SetupRefusesDisk => "set-up refuses the disk",
            var other => Of(other).Replace('-', ' '),
        };
        return code is { } number ? $"{words} ({Code(number)})" : words;
    }

    /// <summary>The stage that decided: that of the fact which broke or degraded the boot, else the last one.</summary>
    public static WindowsStage StageOf(WindowsPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return prediction.Decisive is { } fact ? prediction.Trace.First(stage => stage.Facts.Contains(fact)).Stage : prediction.Stage;
    }

    /// <summary>The stage with its number: <c>S5 ndis</c>.</summary>
    public static string Stage(WindowsStage stage) => $"S{(int)stage} {Of(stage).Replace('-', ' ')}";

    /// <summary>What confidence rests on: <c>vendor</c>, and whether the outcome itself was reported.</summary>
    public static string Confidence(WindowsPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return $"{prediction.Confidence.Word()}, {(prediction.IsReported ? "this outcome is reported" : "this outcome is derived")}";
    }

    /// <summary>How a statement is known and from where.</summary>
    public static string Provenance(Statement statement) => AnswerText.Evidenced(statement);

    /// <summary>The colour of an outcome.</summary>
    public static Colour ColourOf(WindowsOutcome outcome) => outcome switch
    {
        WindowsOutcome.Boots => Colour.Green,
        WindowsOutcome.BootsDegraded or WindowsOutcome.Undecided => Colour.Yellow,
        _ => Colour.Red,
    };

    /// <summary>The colour of a fact's part.</summary>
    public static Colour ColourOf(FactRole role) => role switch
    {
        FactRole.Holds => Colour.Green,
        FactRole.Breaks => Colour.Red,
        FactRole.Degrades or FactRole.Assumed => Colour.Yellow,
        _ => Colour.Dim,
    };

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
