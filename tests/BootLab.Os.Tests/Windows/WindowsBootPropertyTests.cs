using System.Text.RegularExpressions;
using BootLab.Firmware;
using BootLab.Ibft.Generation;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using Xunit;

namespace BootLab.Os.Tests.Windows;

/// <summary>What holds for every prediction, whatever the table and whatever is known.</summary>
public sealed partial class WindowsBootPropertyTests
{
    private const int Seed = 20261123;
    private const int Rounds = 20_000;
    private const int GoodTables = 5_000;

    private static readonly string[] s_changes = [.. ScenarioChanges.All.Keys.Where(change => !change.StartsWith("second-", StringComparison.Ordinal))];

    [Fact]
    public void No_table_and_no_situation_makes_it_fail()
    {
        var random = new Random(Seed);
        var outcomes = new HashSet<WindowsOutcome>();
        for (var round = 0; round < Rounds; round++)
        {
            var situation = Any(random, TableGenerator.One(Seed, round).Bytes);
            var prediction = WindowsBoot.Predict(situation);
            Check(prediction);
            outcomes.Add(prediction.Outcome);
        }

        Assert.Superset(new HashSet<WindowsOutcome>([WindowsOutcome.CrashAndReboot, WindowsOutcome.SetupRefusesDisk, WindowsOutcome.NoBoot, WindowsOutcome.LoaderError]), outcomes);
    }

    [Fact]
    public void A_good_table_with_bytes_changed_makes_every_kind_of_end()
    {
        var random = new Random(Seed);
        var decisive = new HashSet<string>();
        for (var round = 0; round < GoodTables; round++)
        {
            var server = new Server { Release = Pick(random, WindowsRelease.All) };
            for (var changes = random.Next(4); changes > 0; changes--)
            {
                server = Change(server, Pick(random, s_changes));
            }

            var table = server.HasTable && server.Booted.Count > 0 ? server.ToTable() : Tables.Of([Tables.San], Tables.Target);
            for (var bytes = random.Next(4); bytes > 0; bytes--)
            {
                table[random.Next(table.Length)] = (byte)random.Next(256);
            }

            if (random.Next(8) > 0)
            {
                TableGenerator.FixChecksum(table);
            }

            var prediction = WindowsBoot.Predict((server with { HasTable = false }).ToSituation() with { Memory = PlacedTable.InLowMemory(table) });
            Check(prediction);
            decisive.Add(prediction.Decisive?.Id ?? "");
        }

        Assert.True(decisive.Count > 25, string.Join(' ', decisive.Order()));
    }

    [Fact]
    public void The_same_situation_has_the_same_prediction()
    {
        foreach (var scenario in Scenario.All)
        {
            var situation = Scenario.ServerOf(scenario.Release, scenario.Changes).ToSituation();
            Assert.Equal(Text(WindowsBoot.Predict(situation)), Text(WindowsBoot.Predict(situation)));
        }
    }

    [Fact]
    public void A_fix_never_makes_it_worse()
    {
        foreach (var scenario in Scenario.All)
        {
            var server = Scenario.ServerOf(scenario.Release, scenario.Changes);
            var before = server.Predict();
            foreach (var fix in WindowsHotfix.All)
            {
                var after = (server with { Hotfixes = [.. server.Hotfixes, fix.Id] }).Predict();
                Assert.True(Rank(after) <= Rank(before), $"{scenario.Name} with {fix.Id}: {after.Headline}");
                Assert.True(fix.Generations.Contains(server.Release.Generation) || after.Headline == before.Headline, $"{scenario.Name} with {fix.Id}, which is for other versions");
            }
        }
    }

    [Fact]
    public void Less_knowledge_never_breaks_a_boot()
    {
        foreach (var scenario in Scenario.All.Where(scenario => !scenario.Changes.Contains("setup")))
        {
            var known = Scenario.ServerOf(scenario.Release, scenario.Changes).Predict();
            var server = Scenario.ServerOf(scenario.Release, scenario.Changes) with { Installed = null, Image = null };
            var unknown = server.Predict();
            Assert.True(Rank(unknown) <= Rank(known), $"{scenario.Name}: {unknown.Headline}, but with its record: {known.Headline}");
            Assert.NotEmpty(unknown.Trace.Any(stage => stage.State == StageState.Failed && stage.Stage < WindowsStage.Kernel) ? ["-"] : unknown.Assumptions.Select(fact => fact.Id));
        }
    }

    [Fact]
    public void Another_default_control_set_is_told()
    {
        var image = new TestImage { Change = root => root.Key("Select").Set("Default", 2) };
        Assert.Contains(Notes(image), note => note.Contains("ControlSet002 as Default", StringComparison.Ordinal));
        Assert.DoesNotContain(Notes(new TestImage()), note => note.Contains("Default", StringComparison.Ordinal));

        static IEnumerable<string> Notes(TestImage image) => new Server { Image = image.ToImage() }.Predict().Trace.SelectMany(stage => stage.Facts).Where(fact => fact.Role == FactRole.Notes).Select(fact => fact.Text);
    }

    [Fact]
    public void Each_matter_of_the_catalogue_has_an_id_of_its_style_and_sources_with_places()
    {
        Assert.Distinct(FactCatalogue.All.Select(fact => fact.Title));
        foreach (var fact in FactCatalogue.All)
        {
            Assert.Matches(Id(), fact.Id);
            Assert.NotEmpty(fact.SourceKeys);
            Assert.All(fact.SourceKeys, key => Assert.NotEmpty(Sources.Place(key)));
        }

        Assert.All(WindowsRelease.All.SelectMany(release => release.Differences), difference => Assert.Matches(Id(), difference.Fact));
    }

    [GeneratedRegex("^(T-[A-Z]+|N|R|R-[A-Z]+|P|D-ID|W|W-[A-Z0-9]+|S|O|S[0-9]+)(-[0-9A-Z]+)?$")]
    private static partial Regex Id();

    private static void Check(WindowsPrediction prediction)
    {
        var facts = prediction.Trace.SelectMany(stage => stage.Facts).ToList();
        var breaks = facts.Where(fact => fact.Role == FactRole.Breaks).ToList();
        var boots = prediction.Outcome is WindowsOutcome.Boots or WindowsOutcome.BootsDegraded;
        Assert.Equal(boots ? 0 : 1, breaks.Count);
        Assert.Equal(prediction.Outcome == WindowsOutcome.BootsDegraded, prediction.Degradations.Count > 0);
        Assert.All(facts, fact => Assert.Contains(FactCatalogue.All, known => known.Id == fact.Id));
        Assert.All(facts, fact => Assert.NotEmpty(fact.Text));
        Assert.All(facts.SelectMany(fact => fact.SourceKeys), key => Assert.NotEmpty(Sources.Place(key)));
        Assert.Equal(prediction.Trace.Select(stage => stage.Stage).Order(), prediction.Trace.Select(stage => stage.Stage));
        Assert.Equal(!boots, prediction.Trace.Any(stage => stage.State == StageState.Failed && stage.Stage == prediction.Stage));
        Assert.DoesNotContain($"{prediction.Headline}{prediction.Change?.Text}", char.IsControl);
    }

    private static WindowsSituation Any(Random random, byte[] table)
    {
        var server = new Server { Release = Pick(random, WindowsRelease.All), IsSetup = random.Next(6) == 0 };
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            server = Change(server, Pick(random, s_changes));
        }

        var situation = (server with { HasTable = false }).ToSituation() with { Memory = Place(random, table) };
        return situation with
        {
            Installed = random.Next(3) == 0 ? situation.Installed is { } record ? record with { Table = table } : null : situation.Installed,
            Networks = random.Next(4) == 0 ? [] : situation.Networks,
            Targets = random.Next(4) == 0 ? [] : situation.Targets,
            PreBoot = random.Next(4) == 0 ? null : situation.PreBoot,
        };
    }

    private static BootMemory Place(Random random, byte[] table)
    {
        switch (random.Next(4))
        {
            case 0 when table.Length >= 36:
                return PlacedTable.ByAcpi(table, random.Next(2) == 0 ? FirmwareKind.Bios : FirmwareKind.Uefi);
            case 1:
                // A small memory, and a table that may end with it.
                var memory = new PhysicalMemory((ulong)random.Next(0x1000, 0xb0000));
                var at = (ulong)random.NextInt64((long)memory.Size);
                memory.Write(at, table.AsSpan(0, (int)Math.Min((ulong)table.Length, memory.Size - at)));
                return new BootMemory(random.Next(2) == 0 ? FirmwareKind.Bios : FirmwareKind.Uefi, memory) { Rsdp = random.Next(2) == 0 ? null : (ulong)random.NextInt64() };
            default:
                return PlacedTable.InLowMemory(table);
        }
    }

    // A change may ask for what another took away, such as the cable of a machine that is not known.
    private static Server Change(Server server, string change)
    {
        try
        {
            return ScenarioChanges.All[change](server);
        }
        catch (Exception exception) when (exception is NullReferenceException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return server;
        }
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static int Rank(WindowsPrediction prediction) => prediction.Outcome switch
    {
        WindowsOutcome.Boots => 0,
        WindowsOutcome.BootsDegraded => 1,
        _ => 2,
    };

    private static string Text(WindowsPrediction prediction) =>
        string.Join('\n', [prediction.Headline, $"{prediction.Change}", .. prediction.Dissent.Select(statement => statement.Text), .. prediction.Trace.SelectMany(stage => stage.Facts).Select(fact => $"{fact.Id} {fact.Role} {fact.Evidence} {fact.Text}")]);
}
