using BootLab.Report.Terminal;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Report.Findings;

/// <summary>Words and colours for what rules say.</summary>
public static class Words
{
    /// <summary><c>held</c>, <c>violated</c>, <c>unknown</c>.</summary>
    public static string Of(VerdictState state) => state.ToString().ToLowerInvariant();

    /// <summary><c>info</c>, <c>warning</c>, <c>error</c>.</summary>
    public static string Of(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>Red for errors, yellow for warnings, nothing for the rest.</summary>
    public static Colour ColourOf(Severity severity) => severity switch
    {
        Severity.Error => Colour.Red,
        Severity.Warning => Colour.Yellow,
        _ => Colour.Plain,
    };

    /// <summary>The outcome's id in JSON: <c>works</c>, <c>code-31</c>, <c>fails</c>, <c>crash-and-reboot</c>.</summary>
    public static string Of(Consequence consequence) => consequence switch
    {
        Consequence.Works => "works",
        Consequence.Code31 => "code-31",
        Consequence.Fails => "fails",
        _ => "crash-and-reboot",
    };

    /// <summary>The outcome in a few words, with how much of it is reported.</summary>
    public static string Outcome(OriginAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Outcome switch
        {
            Consequence.Works => answer.Undecided.Count == 0 ? "works (reported)" : "works as far as is known",
            Consequence.Code31 => "boots, a NIC dead with Code 31 (reported)",
            Consequence.Fails => "fails, how not reported (assumed: crash and reboot)",
            _ => "crash and reboot (reported)",
        };
    }

    /// <summary>Green for held, red for violated, yellow for unknown.</summary>
    public static Colour ColourOf(VerdictState state) => state switch
    {
        VerdictState.Held => Colour.Green,
        VerdictState.Violated => Colour.Red,
        _ => Colour.Yellow,
    };

    /// <summary>Green when it works and all is known, yellow when not all is known, red otherwise.</summary>
    public static Colour ColourOf(OriginAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Outcome != Consequence.Works ? Colour.Red
            : answer.Undecided.Count == 0 ? Colour.Green
            : Colour.Yellow;
    }
}
