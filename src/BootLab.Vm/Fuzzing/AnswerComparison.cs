using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Vm.Judging;
using BootLab.Vm.Running;

namespace BootLab.Vm.Fuzzing;

/// <summary>What a real kernel made of a table beside what the model says.</summary>
public static class AnswerComparison
{
    /// <summary>A line for each difference; none when the answers agree.</summary>
    /// <param name="foretold">The model's answer; not an undefined one.</param>
    /// <param name="verdict">The kernel's answer.</param>
    public static IReadOnlyList<string> Differences(LinuxReading foretold, LinuxVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(foretold);
        ArgumentNullException.ThrowIfNull(verdict);
        return
        [
            .. OutcomeOf(foretold) == verdict.Outcome ? Array.Empty<string>() : [$"outcome: foretold {OutcomeOf(foretold)}, Linux says {verdict.Outcome}"],
            .. Words("loading the module", LoadErrorOf(foretold.Refusal), verdict.LoadError?.Split(": ")[^1]),
            .. verdict.HasSearched ? Words("search", Line(foretold.SearchMessages), Line(verdict.SearchMessages)) : [],
            .. Words("messages", Line(foretold.Messages), Line(verdict.Messages)),
            .. Comparison.View(foretold.Tree.Entries, verdict.View),
        ];
    }

    /// <summary>The model's outcome in the judge's terms: a table that is not found leaves nothing to show, either.</summary>
    public static VerdictOutcome OutcomeOf(LinuxReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading.Outcome switch
        {
            ConsumerOutcome.Accepted => VerdictOutcome.Accepted,
            ConsumerOutcome.AcceptedInPart => VerdictOutcome.AcceptedInPart,
            _ => VerdictOutcome.Rejected,
        };
    }

    /// <summary>In the words of the guests' insmod, which is busybox's.</summary>
    private static string? LoadErrorOf(Refusal refusal) => refusal switch
    {
        Refusal.None => null,
        Refusal.Revision or Refusal.Checksum => "unknown symbol in module, or unknown parameter",
        Refusal.SameFolder => "Cannot allocate memory",
        _ => "No such device",
    };

    private static string Line(IEnumerable<string> messages) => string.Join(" | ", messages);

    private static IEnumerable<string> Words(string what, string? foretold, string? found) =>
        foretold == found ? [] : [$"{what}: foretold {Quote(foretold)}, Linux says {Quote(found)}"];

    private static string Quote(string? text) => text is null ? "nothing" : $"'{text}'";
}
