using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules.Predicting;

/// <summary>
/// The report's rules on the stages of a boot. It names no stage. OQ-4 stands where Plug and Play looks for the device of the installation, OQ-1 where the other NICs are started,
/// and the rest, whose failure it does not describe, where the table's NICs become adapters.
/// </summary>
internal static class SeedOrderingTrace
{
    private static readonly IReadOnlyList<string> s_source = ["SF"];

    /// <summary>All stages for an answer.</summary>
    public static IReadOnlyList<StageResult> Of(OriginAnswer answer, bool isOfTheReport)
    {
        var trace = new List<StageResult>();
        var ended = false;
        foreach (var stage in Enum.GetValues<WindowsStage>())
        {
            if (ended)
            {
                trace.Add(new StageResult(stage, StageState.NotReached, []));
                continue;
            }

            var facts = answer.Verdicts.Where(verdict => StageOf(verdict.Rule.Id) == stage).SelectMany(verdict => Facts(verdict, answer.Decisive)).ToList();
            if (stage == WindowsStage.Running && !isOfTheReport)
            {
                facts.Add(new DecidingFact("OQ", FactRole.Assumed, "the report is about Windows Server 2012, as far as is known without the fix for Code 31: that this Windows does the same is assumed", Evidence.Inferred, s_source));
            }

            ended = facts.Exists(fact => fact.Role == FactRole.Breaks);
            var state = ended ? StageState.Failed : facts.Exists(fact => fact.Role == FactRole.Degrades) ? StageState.Degraded : StageState.Passed;
            trace.Add(new StageResult(stage, state, facts));
        }

        return trace;
    }

    /// <summary>All stages of a boot that ends before the report's rules have anything to say.</summary>
    public static IReadOnlyList<StageResult> EndedAt(WindowsStage last, DecidingFact why) =>
    [
        .. Enum.GetValues<WindowsStage>().Select(stage => stage == last
            ? new StageResult(stage, why.Role == FactRole.Breaks ? StageState.Failed : StageState.Passed, [why])
            : new StageResult(stage, stage < last ? StageState.Passed : StageState.NotReached, [])),
    ];

    private static WindowsStage StageOf(string rule) => rule switch
    {
        "OQ-1" => WindowsStage.SecondPlugAndPlay,
        "OQ-4" => WindowsStage.PlugAndPlay,
        _ => WindowsStage.TableToNics,
    };

    private static IEnumerable<DecidingFact> Facts(Verdict verdict, Verdict? decisive)
    {
        var effect = verdict.Rule.Info.WhenViolated!;
        yield return Fact(
            verdict.State switch
            {
                VerdictState.Held => FactRole.Holds,
                VerdictState.Unknown => FactRole.Assumed,
                _ when effect.Consequence == Consequence.Code31 => FactRole.Degrades,
                _ => verdict.Rule == decisive?.Rule ? FactRole.Breaks : FactRole.Notes,
            },
            verdict.State == VerdictState.Unknown ? $"{verdict.Because}: taken to hold" : verdict.Because,
            Evidence.SingleReport);
        if (verdict.State == VerdictState.Violated && verdict.Rule == decisive?.Rule && !effect.Reported)
        {
            yield return Fact(FactRole.Assumed, "how it fails is not reported: a crash and a reboot are assumed", Evidence.Inferred);
        }

        DecidingFact Fact(FactRole role, string text, Evidence evidence) => new(verdict.Rule.Id, role, text, evidence, s_source);
    }
}
