using BootLab.Labs.Tables;
using BootLab.Rules;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Vectors;

/// <summary>Every check that <c>fwts ibft</c> makes is made here too, as docs/peers.md says: the check, a table that fails it, the rule that finds it.</summary>
public class FwtsParityTests
{
    private static readonly TableSpec s_good = TableSpec.Load(Repository.PathTo("tests", "rules", "bases", "mutual.yaml")).With("nic[0].host_name", "boot1");

    public static TheoryData<string, string, string, string> Checks { get; } = new()
    {
        { "the header's 24 reserved bytes are zero", "IBFT005", "header.reserved", "000000000100000000000000000000000000000000000000" },
        { "control has at least 18 bytes", "IBFT010", "control.length", "17" },
        { "the first structure is control", "IBFT010", "control.id", "2" },
        { "control's flags: bits 7 to 1", "IBFT012", "control.flags", "2" },
        { "the extensions start inside the table", "IBFT020", "control.extensions", "0xf000" },
        { "the initiator starts inside the table", "IBFT020", "control.initiator", "0xf000" },
        { "each NIC starts inside the table", "IBFT020", "control.nic_0", "0xf000" },
        { "each target starts inside the table", "IBFT020", "control.target_0", "0xf000" },
        { "the initiator has at least 74 bytes", "IBFT023", "initiator.length", "73" },
        { "each NIC has at least 102 bytes", "IBFT023", "nic[0].length", "101" },
        { "each target has at least 54 bytes", "IBFT023", "target[0].length", "53" },
        { "the initiator's flags: bits 7 to 2", "IBFT025", "initiator.flags", "7" },
        { "a NIC's flags: bits 7 to 3", "IBFT025", "nic[0].flags", "15" },
        { "a target's flags: bits 7 to 4", "IBFT025", "target[0].flags", "19" },
        { "CHAP type 0 to 2", "IBFT047", "target[0].chap_type", "3" },
        { "the initiator name ends inside the table", "IBFT030", "initiator.name.offset", "0xf000" },
        { "a host name ends inside the table", "IBFT030", "nic[0].host_name.offset", "0xf000" },
        { "a target name ends inside the table", "IBFT030", "target[0].name.offset", "0xf000" },
        { "a CHAP name ends inside the table", "IBFT030", "target[0].chap_name.offset", "0xf000" },
        { "a CHAP secret ends inside the table", "IBFT030", "target[0].chap_secret.offset", "0xf000" },
        { "a reverse CHAP name ends inside the table", "IBFT030", "target[0].reverse_chap_name.offset", "0xf000" },
        { "a reverse CHAP secret ends inside the table", "IBFT030", "target[0].reverse_chap_secret.offset", "0xf000" },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public void A_check_of_fwts_is_a_rule_here(string check, string rule, string field, string value)
    {
        var linter = new Linter([Profile.StrictSpec]);
        Assert.DoesNotContain(rule, Fires(s_good));
        Assert.Contains(rule, Fires(s_good.Corrupt(field, value)));
        Assert.Contains($"| {check} | `{rule}` |", File.ReadAllText(Repository.PathTo("docs", "peers.md")));

        IEnumerable<string> Fires(TableSpec table) => linter.Check(table.Build(), RuleContext.None).Select(finding => finding.Rule.Id);
    }

    [Fact]
    public void Extensions_have_at_least_a_header_and_an_unknown_kind_in_the_expansion_is_found()
    {
        var three = TableSpec.Load(Repository.PathTo("tests", "rules", "bases", "three.yaml"));
        var linter = new Linter([Profile.StrictSpec]);
        Assert.Contains("IBFT024", linter.Check(three.Corrupt("nic[2].id", "9").Build(), RuleContext.None).Select(finding => finding.Rule.Id));
        Assert.Contains("IBFT023", linter.Check(three.Corrupt("nic[2].length", "5").Corrupt("nic[2].id", "5").Build(), RuleContext.None).Select(finding => finding.Rule.Id));
    }
}
