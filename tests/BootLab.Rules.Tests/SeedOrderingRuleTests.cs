using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Testing;
using CsCheck;
using Xunit;
using static BootLab.Rules.Tests.OriginServer;

namespace BootLab.Rules.Tests;

/// <summary>Each rule at its edges.</summary>
public class SeedOrderingRuleTests
{
    [Fact]
    public void Oq1_needs_the_machine()
    {
        Assert.Equal(VerdictState.Unknown, Judge("OQ-1", new Case(EndState)).State);
    }

    [Fact]
    public void Oq1_does_not_count_a_structure_without_the_valid_flag()
    {
        var verdict = Judge("OQ-1", Context(Table(Target(), San(0), Lan(1) with { Flags = IbftFlags.BootSelected })));

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal("08:04.1 (port1) is in the table without the VALID flag", finding.Found);
        Assert.Equal(("nic[1].flags", new ByteRange(0x115, 1)), (finding.Field, finding.Bytes));
    }

    [Fact]
    public void Oq2_allows_a_nic_that_is_listed_twice()
    {
        Assert.Equal(VerdictState.Held, Judge("OQ-2", Context(Table(Target(), San(0), San(1), Lan(2)))).State);
    }

    [Fact]
    public void Oq2_and_oq5_and_oq6_hold_exactly_for_ascending_addresses_offsets_and_dense_indices()
    {
        var nics = Gen.Select(Gen.UShort[0x0800, 0x0804], Gen.Byte[0, 3]).Array[0, 4];
        Gen.Select(nics, Gen.Shuffle(new[] { 0, 1, 2, 3, 4 })).Sample((values, places) =>
        {
            var answer = Answer(Context(Table(Target(), [.. values.Select((value, i) => San(0) with { PciBdf = value.Item1, Offset = 0xa0 + (0x70 * places[i]), Index = value.Item2 })])));
            bool Holds(string id) => answer.Verdicts.Single(verdict => verdict.Rule.Id == id).State == VerdictState.Held;
            Assert.Equal(Ascends(values.Select(value => (int)value.Item1)), Holds("OQ-2"));
            Assert.Equal(Ascends(places.Take(values.Length)), Holds("OQ-5"));
            Assert.Equal(values.Select((value, i) => value.Item2 == i).All(dense => dense), Holds("OQ-6"));
        }, iter: 500);
    }

    [Fact]
    public void Oq3_judges_by_the_tables_own_addresses_when_the_cables_are_not_known()
    {
        Assert.Equal(VerdictState.Held, Judge("OQ-3", new Case(EndState)).State);
        Assert.Equal(VerdictState.Violated, Judge("OQ-3", new Case(Table(Target(portal: "10.8.0.1"), San(0)))).State);
        Assert.Equal(VerdictState.Unknown, Judge("OQ-3", new Case(Table(Target(), Lan(0)))).State);
    }

    [Fact]
    public void Oq3_takes_the_gateway_that_the_table_gives_the_nic()
    {
        var lanFirst = Nic(0, Mac0, "08:04.0", "192.168.1.7");
        var gateway = IbftAddress.From(System.Net.IPAddress.Parse("192.168.1.1"));

        Assert.Equal(VerdictState.Violated, Judge("OQ-3", Context(Table(Target(), lanFirst), "lan", "san")).State);
        var verdict = Judge("OQ-3", Context(Table(Target(), lanFirst with { Gateway = gateway }), "lan", "san"));
        Assert.Equal((VerdictState.Held, true), (verdict.State, verdict.Because.Contains("through its gateway")));
    }

    [Fact]
    public void Oq3_needs_a_nic_of_the_machine_and_a_portal()
    {
        Assert.Equal(VerdictState.Unknown, Judge("OQ-3", Context(Table(Target()))).State);
        Assert.Equal(VerdictState.Unknown, Judge("OQ-3", Context(Table(null, San(0)))).State);
        Assert.Equal(VerdictState.Unknown, Judge("OQ-3", Context(Table(Target(), San(0) with { MacAddress = new([2, 0, 0, 0, 0, 1]) }))).State);
    }

    [Theory]
    [InlineData("52-54-00-00-08-40", "08:04.1")]
    [InlineData("52-54-00-00-08-41", "08:04.0")]
    public void Oq4_wants_both_addresses_of_the_installation(string mac, string pci)
    {
        var installed = InstalledThrough(System.Net.NetworkInformation.PhysicalAddress.Parse(mac), pci);
        Assert.Equal(VerdictState.Violated, Judge("OQ-4", Context(EndState, installed: installed)).State);
    }

    [Fact]
    public void Oq7_looks_at_the_nic_that_the_boot_target_is_associated_with()
    {
        var lanFirst = Table(Target(nicAssociation: 1), Lan(0), San(1));
        Assert.Equal(VerdictState.Held, Judge("OQ-7", Context(lanFirst)).State);
        Assert.Equal(VerdictState.Violated, Judge("OQ-7", Context(lanFirst with { Targets = [Target(nicAssociation: 0)] })).State);
        Assert.Equal(VerdictState.Unknown, Judge("OQ-7", Context(lanFirst with { Targets = [Target(nicAssociation: 2)] })).State);
        Assert.Equal(VerdictState.Unknown, Judge("OQ-7", Context(lanFirst with { Targets = [] })).State);
    }

    [Theory]
    [InlineData("two", "")]
    [InlineData("one", "OQ-1")]
    [InlineData("nicidx5", "OQ-6")]
    [InlineData("swapped", "OQ-2 OQ-3 OQ-4")]
    public void Handmade_tables_break_what_they_were_made_to_break(string name, string expected)
    {
        var table = IbftReader.Read(File.ReadAllBytes(Repository.Fixture("handmade", $"{name}.bin")));
        var violated = Answer(Context(table)).Verdicts.Where(verdict => verdict.State == VerdictState.Violated).Select(verdict => verdict.Rule.Id);
        Assert.Equal(expected, string.Join(' ', violated));
    }

    private static bool Ascends(IEnumerable<int> values) => values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second);

    private static Verdict Judge(string id, Case given) => Answer(given).Verdicts.Single(verdict => verdict.Rule.Id == id);
}
