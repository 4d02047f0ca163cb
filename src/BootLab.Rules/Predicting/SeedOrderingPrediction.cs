using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Os.Windows.Knowing;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Rules.Predicting;

/// <summary>The profile <c>seed-ordering</c> as a prediction: what serverfault 477708 reports of one Windows Server 2012, taken as law for every version.</summary>
internal static class SeedOrderingPrediction
{
    private const string Code31 = "code-31";

    public static WindowsPrediction Of(WindowsSituation situation)
    {
        // With a fix in it a Windows may be another version.
        var windows = KnownWindows.Of(situation);
        situation = situation with { Release = windows.Release };
        if (situation.PreBoot is { Booted: false } ended)
        {
            return Ended(situation, WindowsOutcome.NoBoot, $"Windows is never started: {ended.Text}", WindowsStage.Firmware,
                new DecidingFact("S0", FactRole.Breaks, $"the boot program did not start the disk: {ended.Text}", Evidence.Spec, "IBFT-SPEC"));
        }

        if (MemoryTable.Find(situation.Memory) is not { } table || IbftReader.ReadLenient(table).Table is not { } content)
        {
            return Ended(situation, WindowsOutcome.Undecided, "there is no table in memory, and the report speaks of machines that have one", WindowsStage.BootDrivers,
                new DecidingFact("T-DISC-1", FactRole.Breaks, "no table was found in memory", Evidence.SingleReport, "SF"));
        }

        if (!content.Nics.Any(nic => nic.IsValid) || !content.Targets.Any(target => target.IsValid))
        {
            var none = $"the table lists no {(content.Nics.Any(nic => nic.IsValid) ? "target" : "NIC")}";
            return Ended(situation, WindowsOutcome.Undecided, $"{none}, and the report speaks of tables that do", WindowsStage.TableToNics, new DecidingFact("T-CTL-3", FactRole.Breaks, none, Evidence.SingleReport, "SF"));
        }

        if (situation.IsSetup)
        {
            return Ended(situation, WindowsOutcome.Undecided, "the report does not say how Set-up takes a table, but that its first NIC has to stay the first (OQ-4)", WindowsStage.Running,
                new DecidingFact("OQ-4", FactRole.Notes, "the first NIC becomes that of the installation", Evidence.SingleReport, "SF"));
        }

        var context = new RuleContext { Machine = situation.Machine, Networks = situation.Networks, Targets = situation.Targets, Installed = situation.Installed };
        return Judged(situation, windows, new JudgedTable(table, content, context));
    }

    private static WindowsPrediction Judged(WindowsSituation situation, KnownWindows windows, JudgedTable judged)
    {
        var answer = judged.Answer;
        var outcome = SeedOrderingOutcome.Of(answer);
        // Nothing says that the report's server had the fix for Code 31.
        var isOfTheReport = windows is { IsClient: false } && windows.With(WindowsTrait.Code31) is not null;
        var trace = SeedOrderingTrace.Of(answer, isOfTheReport);
        return new WindowsPrediction
        {
            Profile = Predictor.SeedOrdering,
            Release = situation.Release,
            Outcome = outcome,
            IsReported = isOfTheReport && IsReported(answer, outcome, judged.Table),
            Headline = answer.Headline,
            Stage = trace.First(stage => stage.State == StageState.Failed || stage.Stage == WindowsStage.Running).Stage,
            Trace = trace,
            Degradations = outcome == WindowsOutcome.BootsDegraded ? Degradations(judged, trace) : [],
            Confidence = isOfTheReport ? Evidence.SingleReport : Evidence.Inferred,
            Change = SeedOrderingChange.Find(judged),
            Dissent = answer.Decisive?.Rule.Info.BetterEvidence ?? [],
        };
    }

    /// <summary>The report tells what it saw for OQ-1 and OQ-4, and that a table works whose other NICs have no address (OQ-7).</summary>
    private static bool IsReported(OriginAnswer answer, WindowsOutcome outcome, IbftTable table) => outcome switch
    {
        WindowsOutcome.Boots => answer.Reported && table.Nics.Any(nic => (nic.Flags & IbftFlags.Valid) != 0 && !nic.IpAddress.IsSpecified),
        _ => answer.Reported,
    };

    private static IReadOnlyList<Degradation> Degradations(JudgedTable judged, IReadOnlyList<StageResult> trace)
    {
        var why = trace.SelectMany(stage => stage.Facts).First(fact => fact.Role == FactRole.Degrades);
        var listed = judged.Table.Nics.Where(nic => (nic.Flags & IbftFlags.Valid) != 0).Select(nic => nic.MacAddress).ToHashSet();
        return [.. judged.Context.Machine!.NicsInPciOrder.Where(nic => !listed.Contains(nic.Mac)).Select(nic => new Degradation(RuleContext.Name(nic), Code31, why))];
    }

    private static WindowsPrediction Ended(WindowsSituation situation, WindowsOutcome outcome, string headline, WindowsStage stage, DecidingFact why) => new()
    {
        Profile = Predictor.SeedOrdering,
        Release = situation.Release,
        Outcome = outcome,
        Headline = headline,
        Stage = stage,
        Trace = SeedOrderingTrace.EndedAt(stage, why),
        Confidence = why.Evidence,
    };
}
