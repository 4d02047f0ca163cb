using BootLab.Os.Windows;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests.Windows;

public sealed class WindowsConsumerTests
{
    [Fact]
    public void A_table_with_two_NICs_is_taken_and_the_gateway_becomes_a_host_route()
    {
        var view = new WindowsConsumer(Server.Of("2022")).Seen(Of([San, Lan], Target));
        Assert.Equal(ConsumerOutcome.Accepted, view.Outcome);
        Assert.Equal(["10.9.0.2/24, static, boots", "listed, gets its address later"], view.Nics.Select(nic => nic.Summary));
        Assert.Equal(["logged in to at 10.9.0.1:3260 by 08:04.0 (san)"], view.Targets.Select(target => target.Summary));
        Assert.Equal(["08:04.0 (san): address 10.9.0.2/24", "08:04.0 (san): route to 10.9.0.1 alone by 10.9.0.254, fixed"], view.Native);
        Assert.Contains(view.Notes, note => note.Text.Contains("R-GW-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Server_2003_switches_off_DHCP_of_a_NIC_without_an_address()
    {
        var view = new WindowsConsumer(Server.Of("2003")).Seen(Of([San, Lan], Target));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal("no address, and DHCP off", view.Nics[1].Summary);
    }

    [Theory]
    [InlineData("11", ConsumerOutcome.Rejected)]
    [InlineData("2003", ConsumerOutcome.Rejected)]
    public void A_table_whose_bytes_do_not_sum_to_0_is_refused(string release, ConsumerOutcome expected)
    {
        var table = Of([San], Target);
        table[9]++;
        Assert.Equal(expected, new WindowsConsumer(Server.Of(release)).Seen(table).Outcome);
    }

    [Fact]
    public void Of_two_targets_the_one_out_of_reach_is_passed_over()
    {
        var view = new WindowsConsumer(Server.Of("11")).Seen(Of([San with { Gateway = default }], Target with { IpAddress = Address("10.8.0.1") }, Target));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal([false, true], view.Targets.Select(target => target.IsUsed));
    }

    [Fact]
    public void Without_a_table_there_is_nothing_to_see()
    {
        var empty = new BootMemory(BootLab.Machine.FirmwareKind.Uefi, new BootLab.Firmware.PhysicalMemory(1 << 20));
        Assert.Equal(ConsumerOutcome.NotFound, new WindowsConsumer(Server.Of("11")).View(new ConsumerInput(empty)).Outcome);
    }
}
