using BootLab.Iscsi.Initiator;
using BootLab.Iscsi.Scsi;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class PortalAndUrlTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", 3260, null, "192.0.2.1:3260")]
    [InlineData("192.0.2.1:3261", "192.0.2.1", 3261, null, "192.0.2.1:3261")]
    [InlineData("192.0.2.1:3261,7", "192.0.2.1", 3261, 7, "192.0.2.1:3261,7")]
    [InlineData("san.example.org,1", "san.example.org", 3260, 1, "san.example.org:3260,1")]
    [InlineData("[2001:db8::1]", "2001:db8::1", 3260, null, "[2001:db8::1]:3260")]
    [InlineData("[::1]:13260,1", "::1", 13260, 1, "[::1]:13260,1")]
    [InlineData("::1", "::1", 3260, null, "[::1]:3260")]
    [InlineData("[fe80::1%2]:3260", "fe80::1%2", 3260, null, "[fe80::1%2]:3260")]
    public void Portals_are_read_and_written(string text, string host, int port, int? tag, string written)
    {
        var portal = IscsiPortal.Parse(text);

        Assert.Equal(new IscsiPortal(host, port, tag), portal);
        Assert.Equal(written, portal.ToString());
        Assert.Equal(portal, IscsiPortal.Parse(written));
    }

    [Theory]
    [InlineData("", "names no host")]
    [InlineData(":3260", "names no host")]
    [InlineData("a b:3260", "names no host")]
    [InlineData("host:0", "\"0\" is no port")]
    [InlineData("host:65536", "\"65536\" is no port")]
    [InlineData("host:", "\"\" is no port")]
    [InlineData("host:3260,", "is no portal group tag")]
    [InlineData("host:3260,65536", "is no portal group tag")]
    [InlineData("[::1", "expected an IPv6 address and ']'")]
    [InlineData("[::1]3260", "expected an IPv6 address and ']'")]
    [InlineData("[192.0.2.1]:3260", "is no IPv6 address")]
    [InlineData("1:2:3", "is no IPv6 address")]
    public void What_is_no_portal_is_told(string text, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => IscsiPortal.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_url_names_everything_that_a_login_needs()
    {
        var url = IscsiUrl.Parse("iscsi://user%s3cret@[::1]:3261/iqn.2026-01.test:disk1/5?header_digest=crc32c&data_digest=none&target_user=tgt&target_password=other");
        var options = url.ToOptions("iqn.a");

        Assert.Equal((new IscsiPortal("::1", 3261), ScsiLun.FromNumber(5)), (url.Portal, url.Lun));
        Assert.Equal(("iqn.2026-01.test:disk1", "user", "s3cret", "tgt", "other"), (options.TargetName, options.Username, options.Password, options.ReverseUsername, options.ReversePassword));
        Assert.Equal((DigestUse.Required, DigestUse.Never), (options.HeaderDigest, options.DataDigest));
        Assert.Equal("iscsi://user@[::1]:3261/iqn.2026-01.test:disk1/5", url.ToString());
    }

    [Fact]
    public void A_portal_alone_is_enough_for_discovery() => Assert.Equal(new IscsiUrl(new IscsiPortal("192.0.2.1")), IscsiUrl.Parse("iscsi://192.0.2.1/"));

    [Theory]
    [InlineData("nbd://192.0.2.1/iqn.a/0", "begins with iscsi://")]
    [InlineData("iscsi://192.0.2.1:99999/iqn.a/0", "is no port")]
    [InlineData("iscsi://192.0.2.1/iqn.a", "expected /target/lun")]
    [InlineData("iscsi://192.0.2.1/iqn.a/x", "expected /target/lun")]
    [InlineData("iscsi://192.0.2.1/iqn.a/16384", "a lun from 0 to 16383")]
    [InlineData("iscsi://192.0.2.1//0", "expected /target/lun")]
    [InlineData("iscsi://192.0.2.1/iqn.a/0?header_digest=md5", "expected none or crc32c")]
    [InlineData("iscsi://192.0.2.1/iqn.a/0?iser", "\"iser\" is no argument")]
    public void What_is_no_url_is_told(string text, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => IscsiUrl.Parse(text)).Message, StringComparison.Ordinal);
}
