using BootLab.Os.Windows;
using Xunit;

namespace BootLab.Os.Tests.Windows;

/// <summary>The table of scenarios, line by line, each with a neighbour that differs from it in one fact and fares otherwise.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names { get; } = [.. Scenario.All.Select(scenario => scenario.Name)];

    [Fact]
    public void There_are_sixty_and_no_two_are_the_same()
    {
        Assert.True(Scenario.All.Count >= 60, $"{Scenario.All.Count}");
        Assert.Distinct(Scenario.All.Select(scenario => scenario.Name));
    }

    [Fact]
    public void Every_version_every_stage_that_can_end_a_boot_and_every_change_occur()
    {
        Assert.Superset(WindowsRelease.All.Select(release => release.Id).ToHashSet(), Scenario.All.Select(scenario => scenario.Release).ToHashSet());
        var changes = Scenario.All.SelectMany(scenario => scenario.Changes).Concat(Scenario.All.Select(scenario => scenario.Neighbour).Where(neighbour => neighbour[0] == '+').Select(neighbour => neighbour[1..])).ToHashSet();
        Assert.Equal(ScenarioChanges.All.Keys.Order(), changes.Order());
        var stages = Scenario.All.Where(scenario => scenario.Code != "-" || scenario.Outcome is "NoBoot" or "SetupRefusesDisk").Select(scenario => scenario.Stage).ToHashSet();
        Assert.Superset(new HashSet<string>(["Firmware", "Loader", "BootDrivers", "Kernel", "PlugAndPlay", "Ndis", "TableToNics", "Link", "Login", "BootDisk"]), stages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_as_the_line_says(string name)
    {
        var scenario = Find(name);
        var prediction = Predict(scenario.Release, scenario.Changes);
        Assert.Equal((scenario.Outcome, scenario.Code, scenario.Stage, scenario.Fact, scenario.Confidence), Scenario.Say(prediction));
        Assert.True(scenario.Fact == "-" || FactCatalogue.All.Any(fact => fact.Id == scenario.Fact));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_neighbour_differs_in_one_fact_and_ends_otherwise(string name)
    {
        var scenario = Find(name);
        var (release, changes) = scenario.NeighbourCase;
        var differences = scenario.Changes.Except(changes).Concat(changes.Except(scenario.Changes)).Count() + (release == scenario.Release ? 0 : 1);
        Assert.Equal(1, differences);
        Assert.NotEqual(Predict(scenario.Release, scenario.Changes).Outcome, Predict(release, changes).Outcome);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_said_to_help_helps(string name)
    {
        var scenario = Find(name);
        var prediction = Predict(scenario.Release, scenario.Changes);
        Assert.Equal(prediction.Outcome == WindowsOutcome.Boots, prediction.Change is null && prediction.Degradations.Count == 0 && prediction.Decisive is null);
        if (prediction.Change is { } change)
        {
            Assert.True(change.Outcome is WindowsOutcome.Boots or WindowsOutcome.BootsDegraded, $"{change}");
        }
    }

    [Theory]
    [InlineData("2012", "lan-not-listed nothing-known", true)]
    [InlineData("2012", "first-nic-was-lan", true)]
    [InlineData("2008r2", "san-other-slot", true)]
    [InlineData("11", "image-nic-late", false)]
    [InlineData("11", "acl-of-others", false)]
    [InlineData("11", "no-table", false)]
    [InlineData("11", "-", false)]
    public void An_outcome_is_called_reported_where_a_source_tells_of_it(string release, string changes, bool expected) =>
        Assert.Equal(expected, Predict(release, changes == "-" ? [] : changes.Split(' ')).IsReported);

    [Theory]
    [InlineData("11", "revision-2", "T-HDR-3", FactRole.Notes)]
    [InlineData("11", "initiator-id-9", "T-CTL-4", FactRole.Notes)]
    [InlineData("11", "initiator-name-odd", "T-INI-2", FactRole.Assumed)]
    [InlineData("11", "nothing-boot-selected", "T-INI-1 T-NIC-1 T-TGT-1", FactRole.Assumed)]
    [InlineData("11", "pci-09:00.0-in-table", "T-NIC-4", FactRole.Notes)]
    [InlineData("11", "san-prefix-0", "T-NIC-5", FactRole.Assumed)]
    [InlineData("11", "san-alone", "R-GW-4", FactRole.Notes)]
    [InlineData("11", "redirected", "T-TGT-3", FactRole.Holds)]
    [InlineData("11", "redirected-and-followed", "T-TGT-3", FactRole.Notes)]
    [InlineData("11", "machine-unknown nothing-known image-nic-on-vmbus", "N-4", FactRole.Holds)]
    [InlineData("2008r2", "image-filter-at-boot", "W-LWF-3", FactRole.Assumed)]
    [InlineData("11", "image-oobe", "W-SETUP-1", FactRole.Notes)]
    [InlineData("11", "setup", "S-5 S-7", FactRole.Notes)]
    [InlineData("2012", "KB-2012-NIC", "N-2", FactRole.Holds)]
    public void What_does_not_decide_is_said_there_and_not_elsewhere(string release, string changes, string facts, FactRole role)
    {
        Assert.All(facts.Split(' '), id => Assert.Contains(id, Ids(changes.Split(' '))));
        Assert.All(facts.Split(' '), id => Assert.DoesNotContain(id, Ids([])));

        IEnumerable<string> Ids(string[] made) => Predict(release, made).Trace.SelectMany(stage => stage.Facts).Where(fact => fact.Role == role).Select(fact => fact.Id);
    }

    [Theory]
    [InlineData("11", "lan-listed-first", "OQ-3", "IPXE-36A4C85")]
    [InlineData("11", "lan-listed-first", "OQ-4", "KB976042")]
    [InlineData("11", "lan-not-listed nothing-known", "OQ-1", "KB-2012-NIC")]
    public void The_report_that_says_otherwise_is_told_with_what_contradicts_it(string release, string changes, string rule, string against)
    {
        var dissent = Predict(release, changes.Split(' ')).Dissent;
        var told = dissent.ToList().FindIndex(statement => statement.Text.Contains($"({rule})", StringComparison.Ordinal));
        Assert.Equal(["SF"], dissent[told].SourceKeys);
        Assert.Contains(against, dissent[told + 1].SourceKeys);
    }

    [Fact]
    public void Where_several_things_are_wrong_they_are_mended_one_after_the_other()
    {
        var change = Predict("11", ["gateway-router", "acl-of-others", "san-no-cable"]).Change;
        Assert.Equal("plug 08:04.0 (san) into network san; then let the target know the initiator name of the table", change?.Text);
        Assert.Equal(WindowsOutcome.BootsDegraded, change?.Outcome);
    }

    private static Scenario Find(string name) => Scenario.All.Single(scenario => scenario.Name == name);

    private static WindowsPrediction Predict(string release, IEnumerable<string> changes) => Scenario.ServerOf(release, changes).Predict();
}
