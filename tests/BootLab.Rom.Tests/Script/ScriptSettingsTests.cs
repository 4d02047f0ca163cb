using BootLab.Rom.Ipxe;
using Xunit;

namespace BootLab.Rom.Tests.Script;

public class ScriptSettingsTests
{
    [Theory]
    [InlineData("set a b  c\necho [${a}]", "[b c]")]
    [InlineData("set a x y\nset b ${a}\niseq ${b} ${a} && echo same", "same")]
    [InlineData("iseq ${nope} ${nope} && echo empty", "empty")]
    [InlineData("echo 1${nope}2  ${nope}  3", "12  3")]
    [InlineData("set a b\nset a\nisset ${a} || echo gone", "gone")]
    [InlineData("set a b\nclear a\nisset ${a} || echo gone", "gone")]
    [InlineData("set n netmask\nset netmask 255.0.0.0\necho ${${n}}", "255.0.0.0")]
    [InlineData("set net1/gateway 10.0.0.1\necho ${net1/gateway} [${net0/gateway}]", "10.0.0.1 []")]
    public void Words_are_expanded_after_the_line_was_split(string script, string printed) => Assert.Equal([printed], Emulated.Console(script));

    [Fact]
    public void Show_names_the_block_the_setting_and_its_type() => Assert.Equal(
        ["net1/gateway:ipv4 = 10.0.0.1", "foo:string = bar", "net0/mac:hex = 52:54:00:00:00:01", "smbios/product:string = Box 2000"],
        Emulated.Console("set net1/gateway 10.0.0.1\nset foo bar\nshow net1/gateway\nshow foo\nshow net0/mac\nshow smbios/product\n"));

    [Fact]
    public void Show_of_what_is_not_there_fails()
    {
        var run = Emulated.Script("show nope\n");
        Assert.StartsWith("Could not find \"nope\": No such file or directory", Assert.Single(run.Console), StringComparison.Ordinal);
        Assert.Equal(Errno.ENOENT, (Errno)(run.Outcome.ErrorCode! >> 24));
    }

    [Theory]
    [InlineData("inc n\nshow n:int32", "n:int32 = 1")]
    [InlineData("inc n 0x10\nshow n:int32", "n:int32 = 16")]
    [InlineData("set n:int8 5\ninc n:int8 2\nshow n:int8", "n:int8 = 7")]
    [InlineData("inc san-drive 0x81\nshow san-drive", "san-drive:uint8 = 0x81")]
    [InlineData("set n:hex aa:bb\nset m ${n}\nshow n", "n:hex = aa:bb")]
    public void Inc_makes_a_missing_setting_an_integer_and_adds_to_one_with_a_type(string script, string printed) =>
        Assert.Equal([printed], Emulated.Console(script));

    [Fact]
    public void Inc_of_a_text_is_not_supported() =>
        Assert.Contains("Operation not supported", Assert.Single(Emulated.Console("set n 1\ninc n\n")), StringComparison.Ordinal);

    [Fact]
    public void A_value_that_does_not_fit_its_type_is_refused() =>
        Assert.StartsWith("Could not change setting: Invalid argument", Assert.Single(Emulated.Console("set gateway somewhere\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("ipxe-36a4c85", "ifopen net1\nifopen net0\nshow netX/mac", "52:54:00:00:00:01")]
    [InlineData("ipxe-36a4c85", "ifopen net0\nifopen net1\nifclose net1\nshow netX/mac", "52:54:00:00:00:01")]
    [InlineData("ipxe-2013-07-13", "set net0/dns 1.1.1.1\nset net1/dns 2.2.2.2\nifopen net1\nshow dns", "2.2.2.2")]
    [InlineData("ipxe-2013-07-12", "set net0/dns 1.1.1.1\nset net1/dns 2.2.2.2\nifopen net1\nshow dns", "1.1.1.1")]
    public void The_root_asks_the_NIC_opened_last_since_2013_07_13_and_the_first_one_before(string producer, string script, string value) =>
        Assert.EndsWith($" = {value}", Emulated.Console(script, producer)[^1], StringComparison.Ordinal);

    [Fact]
    public void A_value_at_the_root_beats_every_block() =>
        Assert.Equal(["1.1.1.1"], Emulated.Console("ifopen net0\nset net0/dns 2.2.2.2\nset dns 1.1.1.1\necho ${dns}\n"));

    [Fact]
    public void The_machine_says_what_it_is() => Assert.Equal(
        ["11223344-5566-7788-99aa-bbccddeeff00 Maker Box 2000 S-1 A-9 pcbios i386"],
        Emulated.Console("echo ${uuid} ${manufacturer} ${product} ${serial} ${asset} ${platform} ${buildarch}\n"));
}
