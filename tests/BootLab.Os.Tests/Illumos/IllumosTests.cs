using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Machine;
using BootLab.Os.Illumos;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests.Illumos;

public sealed class IllumosTests
{
    private static readonly IllumosConsumer s_illumos = new();

    [Fact]
    public void It_takes_what_is_valid_and_boot_selected()
    {
        var view = s_illumos.Seen(Of([San, Lan], Target));
        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal(["10.9.0.2/24 on 52:54:00:00:08:40, gateway 10.9.0.254", "ignored: not valid and boot selected"], view.Nics.Select(nic => nic.Summary));
        Assert.Equal(
            [
                "Initiator Name : iqn.2026-11.lab.boot:init",
                "Local IP addr  : 10.9.0.2",
                "Local gateway  : 10.9.0.254",
                "Local DHCP     : 0.0.0.0",
                "Local MAC      : 52:54:00:00:08:40",
                "Target Name    : iqn.2026-11.lab.boot:disk0",
                "Target IP      : 10.9.0.1",
                "Target Port    : 3260",
                "Boot LUN       : 0001-0000-0000-0000",
            ],
            view.Native);
    }

    [Fact]
    public void Of_several_the_last_one_stays()
    {
        var view = s_illumos.Seen(Of([San, Lan with { Flags = 3, IpAddress = Address("10.8.0.2") }], Target, Target with { Port = 3261 }));
        Assert.Equal([false, true], view.Nics.Select(nic => nic.IsUsed));
        Assert.Equal([false, true], view.Targets.Select(target => target.IsUsed));
        Assert.Contains("Target Port    : 3261", view.Native);
    }

    [Fact]
    public void More_than_1024_bytes_overflow_its_buffer()
    {
        Assert.Equal(ConsumerOutcome.Accepted, s_illumos.Seen(Of(TableLayouts.Gpxe100, [San], Target)).Outcome);
        var view = s_illumos.Seen(Of(TableLayouts.Edk2, [San], Target));
        Assert.Equal(ConsumerOutcome.Undefined, view.Outcome);
        Assert.Equal("copies 2048 bytes into a buffer of 1024: kernel memory behind it is overwritten", Assert.Single(view.Native));
    }

    [Fact]
    public void A_length_beyond_the_searched_memory_is_refused_and_the_search_goes_on()
    {
        var good = Of([San], Target);
        var wrong = (byte[])good.Clone();
        BitConverter.TryWriteBytes(wrong.AsSpan(4), 0x7ffff);
        var view = s_illumos.Seen(wrong);
        Assert.Equal((ConsumerOutcome.Rejected, "NOTICE: Invalid iBFT table 0x1"), (view.Outcome, Assert.Single(view.Messages)));

        var memory = PlacedTable.InLowMemory(wrong);
        memory.Bytes.Write(0x9b000, good);
        Assert.Equal(0x9b000u, s_illumos.View(new ConsumerInput(memory)).Address);
    }

    [Theory]
    [InlineData("badck", "NOTICE: Invalid iBFT table 0x8")]
    [InlineData("nicid9", "NOTICE: Invalid iBFT table 0x2")]
    public void A_refused_table_has_a_number(string fixture, string expected)
    {
        var view = s_illumos.Seen(Fixture(fixture));
        Assert.Equal((ConsumerOutcome.Rejected, expected), (view.Outcome, Assert.Single(view.Messages)));
    }

    [Fact]
    public void No_control_structure_and_no_structure_at_all_are_refused()
    {
        var noControl = With(Of([San], Target), bytes => bytes[48] = 9);
        var nothing = With(Of([San], Target), bytes => bytes.AsSpan(56, 10).Clear());
        Assert.Equal("NOTICE: Invalid iBFT table 0x3", Assert.Single(s_illumos.Seen(noControl).Messages));
        Assert.Equal("NOTICE: Invalid iBFT table 0x1", Assert.Single(s_illumos.Seen(nothing).Messages));
    }

    [Fact]
    public void CHAP_needs_its_secrets()
    {
        var chap = Target with { ChapType = ChapType.OneWay, ChapName = "user" };
        Assert.Equal("NOTICE: Invalid iBFT table 0x1", Assert.Single(s_illumos.Seen(Of([San], chap)).Messages));
        var mutual = chap with { ChapType = ChapType.Mutual, ChapSecret = "secretsecret1", ReverseChapName = "target" };
        Assert.Equal("NOTICE: Invalid iBFT table 0x7", Assert.Single(s_illumos.Seen(Of([San], mutual)).Messages));
    }

    [Fact]
    public void The_reverse_name_is_cut_and_the_reverse_secret_is_the_wrong_one()
    {
        var mutual = Target with { ChapType = ChapType.Mutual, ChapName = "user", ChapSecret = "secretsecret1", ReverseChapName = "target", ReverseChapSecret = "other" };
        var view = s_illumos.Seen(Of([San], mutual));
        Assert.Contains("CHAP Name      : targ", view.Native);
        Assert.Contains("cut to 4 bytes and the wrong reverse secret", view.Targets[0].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reverse_name_outlives_its_target()
    {
        var mutual = Target with { ChapType = ChapType.Mutual, ChapName = "longer-name", ChapSecret = "secretsecret1", ReverseChapName = "target", ReverseChapSecret = "other" };
        Assert.Contains("CHAP Name      : target", s_illumos.Seen(Of([San], mutual, Target)).Native);
    }

    [Fact]
    public void ACPI_is_not_asked()
    {
        var memory = PlacedTable.ByAcpi(Of([San], Target), FirmwareKind.Uefi);
        Assert.Equal(ConsumerOutcome.NotFound, s_illumos.View(new ConsumerInput(memory)).Outcome);
    }

    [Fact]
    public void A_third_pair_is_left_out()
    {
        var view = s_illumos.Seen(Of([San, Lan, Lan with { PciBdf = 0x0822 }], Target));
        Assert.Equal((ConsumerOutcome.AcceptedInPart, 2), (view.Outcome, view.Nics.Count));
    }
}
