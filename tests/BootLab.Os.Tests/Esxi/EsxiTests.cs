using BootLab.Os.Esxi;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests.Esxi;

public sealed class EsxiTests
{
    private static readonly EsxiConsumer s_esxi = new();

    [Fact]
    public void One_NIC_and_one_target_are_documented_to_boot()
    {
        var view = s_esxi.Seen(Of([San with { PciBdf = 0 }], Target));
        Assert.Equal(ConsumerOutcome.Accepted, view.Outcome);
        Assert.Equal("static target 10.9.0.1:3260", Assert.Single(view.Targets).Summary);
    }

    [Fact]
    public void Each_statement_says_how_it_is_known()
    {
        var view = s_esxi.Seen(Of([San with { IpAddress = default, Vlan = 9 }], Target, Target));
        Assert.All(view.Notes, note => Assert.All(note.SourceKeys, key => Assert.NotEmpty(Knowledge.Sources.Place(key))));
        Assert.Contains(view.Notes, note => note.Evidence == Knowledge.Evidence.SingleReport);
        Assert.Equal("DHCP on 52:54:00:00:08:40", view.Nics[0].Summary);
    }

    [Theory]
    [InlineData("badck")]
    [InlineData("rev2")]
    [InlineData("nicid9")]
    public void Nobody_knows_what_becomes_of_a_table_whose_form_is_wrong(string fixture) => Assert.Equal(ConsumerOutcome.Unknown, s_esxi.Seen(Fixture(fixture)).Outcome);

    [Fact]
    public void Nobody_knows_what_IPv6_does() =>
        Assert.Equal(ConsumerOutcome.Unknown, s_esxi.Seen(Of([San with { IpAddress = Address("fd00::2"), SubnetMaskPrefix = 64 }], Target with { IpAddress = Address("fd00::1") })).Outcome);
}
