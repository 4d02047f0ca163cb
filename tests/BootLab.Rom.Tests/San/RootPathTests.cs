using BootLab.Machine;
using BootLab.Rom.Ipxe;
using BootLab.Rom.Ipxe.San;
using CsCheck;
using Xunit;

namespace BootLab.Rom.Tests.San;

public class RootPathTests
{
    private static readonly string[] Pieces = ["[", "]", ":", "%4", "#", "-", "1", "f", "a::::", "\0"];

    private static readonly IpxeErrors Errors = new(FirmwareKind.Bios);

    [Theory]
    [InlineData("iscsi:10.0.0.1:6:3261:1:iqn.a:b:c", "10.0.0.1", 3261, "iqn.a:b:c")]
    [InlineData("iscsi:10.0.0.1::::iqn", "10.0.0.1", 3260, "iqn")]
    [InlineData("iscsi:10.0.0.1:tcp:0::iqn", "10.0.0.1", 3260, "iqn")]
    [InlineData("iscsi:10.0.0.1:17:x::iqn", "10.0.0.1", 3260, "iqn")]
    [InlineData("iscsi:10.0.0.1::12ab::iqn", "10.0.0.1", 12, "iqn")]
    [InlineData("iscsi:::::", "", 3260, "")]
    [InlineData("iscsi:san%2elab::::iqn%3aa", "san.lab", 3260, "iqn:a")]
    [InlineData("iscsi:a::::iqn%", "a", 3260, "iqn%")]
    [InlineData("iscsi:a::::iqn%zz", "a", 3260, "iqn%zz")]
    [InlineData("iscsi:a::::iqn?q#fragment", "a", 3260, "iqn?q")]
    [InlineData("ISCSI:a::::iqn", "a", 3260, "iqn")]
    public void Server_port_and_target(string uri, string server, int port, string target)
    {
        var root = RootPath.Parse(uri, Errors, bracketsProtect: true);
        Assert.Equal((server, port, target), (root.Server, root.Port, root.Target));
    }

    [Theory]
    [InlineData("", 0x0000_0000_0000_0000)]
    [InlineData("0", 0x0000_0000_0000_0000)]
    [InlineData("1", 0x0001_0000_0000_0000)]
    [InlineData("1-2-3-4", 0x0001_0002_0003_0004)]
    [InlineData("a-BC", 0x000a_00bc_0000_0000)]
    [InlineData("1--3", 0x0001_0000_0003_0000)]
    public void A_LUN_has_up_to_four_groups(string lun, ulong value) => Assert.Equal(value, RootPath.Parse($"iscsi:a:::{lun}:t", Errors, true).Lun.Value);

    [Theory]
    [InlineData("iscsi:")]
    [InlineData("iscsi:a")]
    [InlineData("iscsi:a:::0")]
    [InlineData("iscsi:a:::#:iqn")]
    public void Fewer_than_four_colons_is_too_short(string uri) => Assert.Equal(0x1c0d6102u, Code(uri, true));

    [Theory]
    [InlineData("g")]
    [InlineData("1-2-3-4-5")]
    [InlineData("1 ")]
    [InlineData("0x1")]
    public void A_LUN_of_something_else_is_refused(string lun) => Assert.Equal(0x1c704002u, Code($"iscsi:a:::{lun}:t", true));

    [Fact]
    public void Brackets_protect_an_IPv6_address_since_2018_03_01()
    {
        const string Uri = "iscsi:[fec0::2]:::1:iqn";
        Assert.Equal(("fec0::2", "iqn"), (RootPath.Parse(Uri, Errors, true).Server, RootPath.Parse(Uri, Errors, true).Target));
        // Before, every colon counted: what is left of the address became a port.
        Assert.Equal(("[fec0", 2, ":1:iqn"), (RootPath.Parse(Uri, Errors, false).Server, RootPath.Parse(Uri, Errors, false).Port, RootPath.Parse(Uri, Errors, false).Target));
        Assert.True(Build("ipxe-2018-03-01").BracketsProtectIpv6);
        Assert.False(Build("ipxe-2018-02-28").BracketsProtectIpv6);
    }

    [Theory]
    [InlineData("iscsi:a", "iscsi")]
    [InlineData("Ib_sRP:a", "ib_srp")]
    [InlineData("10.0.0.1:/export/root", null)]
    [InlineData("nfs4:/x", null)]
    [InlineData(":a", null)]
    [InlineData("abc", null)]
    public void A_scheme_is_letters_dash_and_underscore(string uri, string? scheme) => Assert.Equal(scheme, RootPath.SchemeOf(uri));

    [Fact]
    public void Any_text_is_taken_apart_or_refused_with_an_error_number() =>
        Gen.OneOf(Gen.String, Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 30].Select(string.Concat)).Sample(
            text =>
            {
                try
                {
                    return RootPath.Parse("iscsi:" + text, Errors, text.Length % 2 == 0).Port is > 0 and <= 0xffff;
                }
                catch (IpxeFailureException failure)
                {
                    return failure.Status.Code is 0x1c0d6102 or 0x1c704002;
                }
            },
            iter: 20_000);

    private static uint Code(string uri, bool bracketsProtect) => Assert.Throws<IpxeFailureException>(() => RootPath.Parse(uri, Errors, bracketsProtect)).Status.Code;

    private static IpxeBuild Build(string producer) => IpxeBuild.For(BootProgram.Parse(producer), FirmwareKind.Bios);
}
