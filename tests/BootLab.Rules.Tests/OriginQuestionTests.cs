using BootLab.Ibft.Fields;
using BootLab.Rules.SeedOrdering;
using Xunit;
using static BootLab.Rules.Tests.OriginServer;

namespace BootLab.Rules.Tests;

/// <summary>The story of the origin question, outcome by outcome.</summary>
public class OriginQuestionTests
{
    [Fact]
    public void The_start_boots_and_leaves_the_lan_dead_with_code_31()
    {
        var table = Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2"));
        var answer = Answer(Context(table, port0: "lan", port1: "san", InstalledThrough(Mac1, "08:04.1")));

        Assert.Equal(Consequence.Code31, answer.Outcome);
        Assert.True(answer.Reported);
        Assert.Equal(["OQ-1"], Violated(answer));
        Assert.Equal("08:04.0 (port0) is not in the table", answer.Decisive!.Because);
        Assert.Equal(
        [
            "swap the cables of 08:04.0 (port0) and 08:04.1 (port1): in PCI order (OQ-2) 08:04.0 is first, and the first has to reach the target (OQ-3)",
            "boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: 08:04.0, 08:04.1",
            "install Windows again through 08:04.0: it was installed through 08:04.1, and the first NIC has to stay the one of the installation (OQ-4)",
            "or leave the table as it is, with Microsoft's hotfix in the image: better evidence takes Code 31 for a bug of Server 2012's Setup with NICs of one model (vendor: KB-2012-NIC)",
        ], answer.Changes);
    }

    [Fact]
    public void Where_the_first_nic_changed_too_the_table_cannot_stay()
    {
        var table = Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2"));
        var answer = Answer(Context(table, port0: "lan", port1: "san", InstalledThrough(Mac0, "08:04.0")));

        Assert.Equal(["OQ-1", "OQ-4"], Violated(answer));
        Assert.DoesNotContain(answer.Changes, change => change.Contains("leave the table as it is", StringComparison.Ordinal));
    }

    [Fact]
    public void The_end_state_works()
    {
        var answer = Answer(Context(EndState));

        Assert.Equal(Consequence.Works, answer.Outcome);
        Assert.True(answer.Reported);
        Assert.All(answer.Verdicts, verdict => Assert.Equal(VerdictState.Held, verdict.State));
        Assert.Empty(answer.Changes);
        Assert.Contains("08:04.1 (port1) without an address: allowed, reported to work", answer.Verdicts[6].Because);
    }

    [Fact]
    public void Both_nics_in_pci_order_with_the_old_cables_crash_because_of_the_installation()
    {
        var table = Table(Target(nicAssociation: 1), Nic(0, Mac0, "08:04.0"), Nic(1, Mac1, "08:04.1", "10.9.0.2"));
        var answer = Answer(Context(table, port0: "lan", port1: "san", InstalledThrough(Mac1, "08:04.1")));

        Assert.Equal(["OQ-3", "OQ-4"], Violated(answer));
        Assert.Equal(Consequence.CrashAndReboot, answer.Outcome);
        Assert.Equal("OQ-4", answer.Decisive!.Rule.Id);
        Assert.True(answer.Reported);
    }

    [Fact]
    public void The_boot_nic_first_against_pci_order_fails_in_a_way_that_is_not_reported()
    {
        var table = Table(Target(), Nic(0, Mac1, "08:04.1", "10.9.0.2"), Nic(1, Mac0, "08:04.0"));
        var answer = Answer(Context(table, port0: "lan", port1: "san", InstalledThrough(Mac1, "08:04.1")));

        Assert.Equal(["OQ-2"], Violated(answer));
        Assert.Equal(Consequence.Fails, answer.Outcome);
        Assert.False(answer.Reported);
        Assert.Contains("does not say how (assumed: crash and reboot)", answer.Headline);
    }

    [Fact]
    public void The_first_nic_off_the_san_fails()
    {
        var table = Table(Target(nicAssociation: 1), Nic(0, Mac0, "08:04.0"), Nic(1, Mac1, "08:04.1", "10.9.0.2"));
        var answer = Answer(Context(table, port0: "lan", port1: "san"));

        Assert.Equal(["OQ-3"], Violated(answer));
        Assert.Equal(Consequence.Fails, answer.Outcome);
        Assert.Equal("swap the cables of 08:04.0 (port0) and 08:04.1 (port1)", answer.Decisive!.Findings.Single().Mend);
    }

    [Fact]
    public void Another_first_nic_than_at_the_installation_crashes_and_reboots()
    {
        var answer = Answer(Context(EndState, installed: InstalledThrough(Mac1, "08:04.1")));

        Assert.Equal(["OQ-4"], Violated(answer));
        Assert.Equal(Consequence.CrashAndReboot, answer.Outcome);
        Assert.True(answer.Reported);
    }

    [Fact]
    public void Structures_in_memory_against_the_control_order_fail()
    {
        var answer = Answer(Context(Table(Target(), San(0) with { Offset = 0x110 }, Lan(1) with { Offset = 0xa0 })));

        Assert.Equal(["OQ-5"], Violated(answer));
        Assert.Equal(Consequence.Fails, answer.Outcome);
        Assert.Equal(new ByteRange(0xa0, 102), answer.Decisive!.Findings.Single().Bytes);
    }

    [Fact]
    public void Index_0_in_the_second_nic_fails()
    {
        var answer = Answer(Context(Table(Target(), San(0), Lan(1) with { Index = 0 })));

        Assert.Equal(["OQ-6"], Violated(answer));
        Assert.Equal(Consequence.Fails, answer.Outcome);
        var finding = answer.Decisive!.Findings.Single();
        Assert.Equal(("nic[1].index", new ByteRange(0x114, 1)), (finding.Field, finding.Bytes));
    }

    [Fact]
    public void A_san_nic_without_an_address_fails()
    {
        var answer = Answer(Context(Table(Target(), Nic(0, Mac0, "08:04.0"), Lan(1))));

        Assert.Equal(["OQ-7"], Violated(answer));
        Assert.Equal(Consequence.Fails, answer.Outcome);
        Assert.Equal(["nic[0].ip_address", "nic[0].subnet_mask_prefix"], answer.Decisive!.Findings.Select(finding => finding.Field));
    }

    [Fact]
    public void Without_a_record_of_the_installation_the_end_state_is_good_as_far_as_is_known()
    {
        var answer = Answer(Context(EndState) with { Installed = null });

        Assert.Equal(Consequence.Works, answer.Outcome);
        Assert.False(answer.Reported);
        Assert.Equal(["OQ-4"], answer.Undecided.Select(verdict => verdict.Rule.Id));
        Assert.Contains("no record of the NICs at the installation (OQ-4)", answer.Headline);
    }

    [Fact]
    public void The_decision_takes_OQ_4_before_the_rules_whose_failure_is_not_described_and_these_before_code_31()
    {
        var everything = Table(Target(), Nic(5, Mac1, "08:04.1", offset: 0x110));
        var answer = Answer(Context(everything));
        Assert.Equal(["OQ-1", "OQ-3", "OQ-4", "OQ-6"], Violated(answer));
        Assert.Equal("OQ-4", answer.Decisive!.Rule.Id);

        var answerWithoutRecord = Answer(Context(everything) with { Installed = null });
        Assert.Equal("OQ-3", answerWithoutRecord.Decisive!.Rule.Id);
    }

    private static IEnumerable<string> Violated(OriginAnswer answer) =>
        answer.Verdicts.Where(verdict => verdict.State == VerdictState.Violated).Select(verdict => verdict.Rule.Id);
}
