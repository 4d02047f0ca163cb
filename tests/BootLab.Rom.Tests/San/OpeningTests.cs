using BootLab.Rom.Ipxe.San;
using Xunit;

namespace BootLab.Rom.Tests.San;

/// <summary>What sanhook says before a packet has left, and the name that the initiator gives itself.</summary>
public class OpeningTests
{
    private const string Good = "iscsi:10.0.2.2::::iqn.2026-11.lab:disk";

    [Theory]
    [InlineData("iscsi:10.0.2.2", 0x1c0d6102)]
    [InlineData("iscsi:10.0.2.2:::z:iqn", 0x1c704002)]
    [InlineData("aoe:e0.0", 0x3c092003)]
    [InlineData("nonsense", 0x3c092003)]
    [InlineData("tftp://10.0.2.2/disk", 0x3f122003)]
    [InlineData(Good, 0x280a6011)]
    public void A_root_path_that_cannot_be_opened_is_refused_with_its_number(string uri, uint code)
    {
        var run = Emulated.Script($"sanhook {uri}\n");
        Assert.Equal(code, run.Outcome.ErrorCode);
        Assert.Matches($"^Could not open SAN device: .* \\(http://ipxe.org/{code:x8}\\)$", Assert.Single(run.Console));
    }

    [Fact]
    public void A_name_without_name_servers_fails_at_once_and_with_one_that_is_silent_after_its_time_out()
    {
        Assert.Equal(0x3e11623bu, Emulated.Script("sanhook iscsi:san.lab::::iqn\n").Outcome.ErrorCode);
        var run = Emulated.Script("set dns 10.0.2.3\nsanhook iscsi:san.lab::::iqn\n");
        Assert.Equal(0x4c116035u, run.Outcome.ErrorCode);
        Assert.True(run.Elapsed > TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("username u")]
    [InlineData("password p")]
    [InlineData("username u\nset password p\nset reverse-username r")]
    [InlineData("username u\nset password p\nset reverse-password r")]
    [InlineData("reverse-username r\nset reverse-password s")]
    public void Credentials_that_do_not_fit_together_are_refused(string settings) =>
        Assert.Equal(0x1c0d6202u, Emulated.Script($"set {settings}\nsanhook {Good}\n").Outcome.ErrorCode);

    [Theory]
    [InlineData("gpxe-1.0.0", "", "iqn.2000-09.org.etherboot:UNKNOWN")]
    [InlineData("gpxe-1.0.0", "set hostname box\n", "iqn.2000-09.org.etherboot:box")]
    [InlineData("ipxe-2011-03-02", "", "iqn.2000-09.org.etherboot:UNKNOWN")]
    [InlineData("ipxe-2011-03-03", "", "iqn.2010-04.org.ipxe:11223344-5566-7788-99aa-bbccddeeff00")]
    [InlineData("ipxe", "set hostname box\n", "iqn.2010-04.org.ipxe:box")]
    [InlineData("ipxe", "set hostname box\nset initiator-iqn iqn.mine\n", "iqn.mine")]
    public void The_initiator_names_itself_by_the_rule_of_its_day(string producer, string script, string name) =>
        Assert.Equal(name, Credentials.InitiatorName(Emulated.Script(script, producer).Program));

    [Fact]
    public void Without_host_name_and_UUID_there_is_no_name() =>
        Assert.Equal(0x1c0d6502u, Emulated.Script($"sanhook {Good}\n", machine: Emulated.Machine with { Uuid = Guid.Empty }).Outcome.ErrorCode);
}
