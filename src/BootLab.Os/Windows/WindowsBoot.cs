using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Changes;
using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows;

/// <summary>What Windows does with a table on a machine: the profile <c>windows</c>, in which all evidence is weighed. Nothing of it was observed: Windows is closed, and was not run.</summary>
public static class WindowsBoot
{
    /// <summary>The profile of knowledge that this is.</summary>
    public const string Profile = "windows";

    /// <summary>Plays a boot, or a set-up, through its stages. Never fails, whatever the table holds.</summary>
    public static WindowsPrediction Predict(WindowsSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var boot = BootCase.Of(situation);
        var prediction = Play(boot);
        return prediction with { Change = SmallestChange.Of(boot, prediction) };
    }

    /// <summary>The same without a look for changes.</summary>
    internal static WindowsPrediction Play(BootCase boot)
    {
        var run = new BootRun(boot);
        var trace = new List<StageResult>();
        foreach (var (stage, rules) in StageOrder.Of(boot.Situation))
        {
            if (run.End is not null)
            {
                trace.Add(new StageResult(stage, StageState.NotReached, []));
                continue;
            }

            var facts = new List<DecidingFact>();
            foreach (var fact in rules(run))
            {
                facts.Add(fact);
                if (fact.Role == FactRole.Breaks)
                {
                    break;
                }
            }

            trace.Add(new StageResult(stage, StateOf(facts), facts));
        }

        return Conclude(run, trace);
    }

    private static StageState StateOf(List<DecidingFact> facts) =>
        facts.Exists(fact => fact.Role == FactRole.Breaks) ? StageState.Failed
        : facts.Exists(fact => fact.Role == FactRole.Degrades) ? StageState.Degraded
        : StageState.Passed;

    private static WindowsPrediction Conclude(BootRun run, List<StageResult> trace)
    {
        var facts = trace.SelectMany(stage => stage.Facts).ToList();
        var broke = facts.Find(fact => fact.Role == FactRole.Breaks);
        var degraded = facts.FindAll(fact => fact.Role == FactRole.Degrades);
        var outcome = run.End?.Outcome ?? (degraded.Count > 0 ? WindowsOutcome.BootsDegraded : WindowsOutcome.Boots);
        var deciding = broke is not null ? [broke] : degraded.Count > 0 ? degraded : facts.FindAll(fact => fact.Role == FactRole.Holds);
        return new WindowsPrediction
        {
            Profile = Profile,
            Release = run.Release,
            Outcome = outcome,
            Code = run.End?.Code,
            IsReported = run.Decisive is { IsMeaning: false, Evidence: Evidence.Vendor or Evidence.Observed or Evidence.Reported or Evidence.SingleReport },
            Headline = Headline.Of(run, outcome, broke ?? degraded.FirstOrDefault()),
            Stage = trace.FindLast(stage => stage.State != StageState.NotReached)!.Stage,
            Trace = trace,
            Degradations = broke is null ? run.Degradations : [],
            Dissent = OriginReport.Against(run),
            Confidence = deciding.Count == 0 ? Evidence.Inferred : deciding.Max(fact => fact.Evidence),
        };
    }
}
