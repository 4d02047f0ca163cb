using BootLab.Firmware;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Rules.Predicting;
using Xunit;
using static BootLab.Rules.Tests.OriginServer;

namespace BootLab.Rules.Tests.Predicting;

/// <summary>The report's rules as predictions: outcome, stage, evidence, what is assumed, what to change.</summary>
public sealed class SeedOrderingPredictionTests
{
    private static readonly WindowsRelease s_2012 = Release("2012");

    [Fact]
    public void The_end_state_boots_as_reported()
    {
        var found = Predict(Context(EndState));

        Assert.Equal((WindowsOutcome.Boots, true, Evidence.SingleReport, WindowsStage.Running), (found.Outcome, found.IsReported, found.Confidence, found.Stage));
        Assert.Null(found.Decisive);
        Assert.Null(found.Change);
        Assert.Empty(found.Assumptions);
        Assert.Equal(Enum.GetValues<WindowsStage>(), found.Trace.Select(stage => stage.Stage));
        Assert.All(found.Trace, stage => Assert.Equal(StageState.Passed, stage.State));
    }

    [Fact]
    public void A_table_whose_lan_nic_has_an_address_too_boots_but_nobody_reported_one()
    {
        var found = Predict(Context(Table(Target(), San(0), Nic(1, Mac1, "08:04.1", "192.168.1.9"))));

        Assert.Equal((WindowsOutcome.Boots, false), (found.Outcome, found.IsReported));
    }

    [Fact]
    public void A_nic_that_is_not_listed_degrades_the_boot()
    {
        var found = Predict(Context(Table(Target(), San(0))));

        Assert.Equal((WindowsOutcome.BootsDegraded, true, "OQ-1", WindowsStage.Running), (found.Outcome, found.IsReported, found.Decisive!.Id, found.Stage));
        Assert.Equal(StageState.Degraded, found.Trace.Single(stage => stage.Stage == WindowsStage.SecondPlugAndPlay).State);
        var lan = Assert.Single(found.Degradations);
        Assert.Equal(("08:04.1 (port1)", "code-31", "OQ-1"), (lan.Nic, lan.Kind, lan.Fact.Id));
        Assert.Equal(("boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: 08:04.0, 08:04.1", WindowsOutcome.Boots), (found.Change!.Text, found.Change.Outcome));
        Assert.Contains(found.Dissent, statement => statement.SourceKeys.Contains("KB-2012-NIC"));
    }

    /// <summary>Failures that the report does not describe: fails, with crash and reboot as an assumption that says so.</summary>
    [Theory]
    [InlineData("OQ-2")]
    [InlineData("OQ-3")]
    [InlineData("OQ-5")]
    [InlineData("OQ-6")]
    [InlineData("OQ-7")]
    public void A_failure_that_is_not_described_is_assumed_to_be_a_crash(string rule)
    {
        var found = Predict(Breaking(rule));

        Assert.Equal((WindowsOutcome.Fails, false, Evidence.SingleReport), (found.Outcome, found.IsReported, found.Confidence));
        Assert.Equal((rule, FactRole.Breaks, Evidence.SingleReport), (found.Decisive!.Id, found.Decisive.Role, found.Decisive.Evidence));
        Assert.Equal(WindowsStage.TableToNics, found.Stage);
        var assumed = Assert.Single(found.Assumptions);
        Assert.Equal((rule, Evidence.Inferred, "how it fails is not reported: a crash and a reboot are assumed"), (assumed.Id, assumed.Evidence, assumed.Text));
        Assert.Contains("(assumed: crash and reboot)", found.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OQ-2", "swap the cables of 08:04.0 (port0) and 08:04.1 (port1); then install Windows again through 08:04.0")]
    [InlineData("OQ-3", "swap the cables of 08:04.0 (port0) and 08:04.1 (port1)")]
    [InlineData("OQ-5", "boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: 08:04.0, 08:04.1")]
    [InlineData("OQ-6", "boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: 08:04.0, 08:04.1")]
    [InlineData("OQ-7", null)]
    public void The_smallest_change_that_leads_to_a_boot_is_tried(string rule, string? change)
    {
        var found = Predict(Breaking(rule));

        Assert.Equal(change, found.Change?.Text);
        Assert.True(change is null || found.Change!.Outcome == WindowsOutcome.Boots);
    }

    [Fact]
    public void OQ_4_decides_before_the_others_and_ends_the_boot_at_its_stage()
    {
        var found = Predict(Context(Table(Target(), Nic(5, Mac1, "08:04.1", offset: 0x110))));

        Assert.Equal((WindowsOutcome.CrashAndReboot, true, "OQ-4", WindowsStage.PlugAndPlay), (found.Outcome, found.IsReported, found.Decisive!.Id, found.Stage));
        Assert.Null(found.Code);
        Assert.All(found.Trace.Where(stage => stage.Stage > WindowsStage.PlugAndPlay), stage => Assert.Equal(StageState.NotReached, stage.State));
    }

    [Fact]
    public void What_nobody_knows_is_taken_to_hold_and_said()
    {
        var found = Predict(new Case(EndState));

        Assert.Equal((WindowsOutcome.Boots, false), (found.Outcome, found.IsReported));
        Assert.Equal(["OQ-4", "OQ-1"], found.Assumptions.Select(fact => fact.Id));
        Assert.Null(Predict(new Case(Table(Target(), San(0), Lan(1) with { Index = 0 }))).Change);
    }

    [Theory]
    [InlineData("2016", null)]
    [InlineData("2012-hotfix", null)]
    [InlineData("2012", "KB-2012-NIC")]
    public void Of_another_version_or_of_one_with_the_fix_the_report_says_nothing(string release, string? hotfix)
    {
        var situation = Situation(Context(Table(Target(), San(0)))) with { Release = Release(release), Hotfixes = hotfix is null ? [] : [hotfix] };
        var found = Predictor.Predict(situation, Predictor.SeedOrdering);

        Assert.Equal((WindowsOutcome.BootsDegraded, false, Evidence.Inferred), (found.Outcome, found.IsReported, found.Confidence));
        Assert.Contains(found.Assumptions, fact => fact.Text.StartsWith("the report is about Windows Server 2012", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_table_or_a_boot_there_is_nothing_to_judge()
    {
        var situation = Situation(Context(EndState));

        var empty = Predictor.Predict(situation with { Memory = new BootMemory(FirmwareKind.Bios, new PhysicalMemory(1 << 20)) }, Predictor.SeedOrdering);
        var unbooted = Predictor.Predict(situation with { PreBoot = new PreBoot(false, "no lease") }, Predictor.SeedOrdering);
        var setup = Predictor.Predict(situation with { IsSetup = true }, Predictor.SeedOrdering);

        Assert.Equal((WindowsOutcome.Undecided, WindowsStage.BootDrivers), (empty.Outcome, empty.Stage));
        var bare = Predict(Context(Table(Target())));
        Assert.Equal((WindowsOutcome.Undecided, WindowsStage.TableToNics), (bare.Outcome, bare.Stage));
        Assert.Equal((WindowsOutcome.NoBoot, WindowsStage.Firmware), (unbooted.Outcome, unbooted.Stage));
        Assert.Equal(WindowsOutcome.Undecided, setup.Outcome);
    }

    [Fact]
    public void The_table_is_found_where_acpi_lists_it()
    {
        var memory = PlacedTable.ByAcpi(IbftWriter.Write(EndState), FirmwareKind.Uefi);

        Assert.Equal(WindowsOutcome.Boots, Predictor.Predict(Situation(Context(EndState)) with { Memory = memory }, Predictor.SeedOrdering).Outcome);
    }

    [Fact]
    public void Profiles_have_names()
    {
        Assert.Equal(["windows", "seed-ordering"], Predictor.PredictAll(Situation(Context(EndState))).Select(prediction => prediction.Profile));
        Assert.Throws<ArgumentException>(() => Predictor.Predict(Situation(Context(EndState)), "linux"));
    }

    /// <summary>The end state with one rule broken and all others held.</summary>
    private static Case Breaking(string rule) => rule switch
    {
        "OQ-2" => Context(Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2"), Nic(1, Mac0, "08:04.0")), port0: "lan", port1: "san", InstalledThrough(Mac1, "08:04.1")),
        "OQ-3" => Context(Table(Target(nicAssociation: 1), Nic(0, Mac0, "08:04.0"), Nic(1, Mac1, "08:04.1", "10.9.0.2")), port0: "lan", port1: "san"),
        "OQ-5" => Context(Table(Target(), San(0) with { Offset = 0x110 }, Lan(1) with { Offset = 0xa0 })),
        "OQ-6" => Context(Table(Target(), San(0), Lan(1) with { Index = 0 })),
        _ => Context(Table(Target(), Nic(0, Mac0, "08:04.0"), Lan(1))),
    };

    private static WindowsRelease Release(string id) => WindowsRelease.All.Single(release => release.Id == id);

    private static WindowsPrediction Predict(Case given) => Predictor.Predict(Situation(given), Predictor.SeedOrdering);

    private static WindowsSituation Situation(Case given) => new()
    {
        Release = s_2012,
        Memory = PlacedTable.InLowMemory(IbftWriter.Write(given.Table)),
        Machine = given.Machine,
        Networks = given.Networks,
        Installed = given.Installed,
    };
}
