using System.Net;
using BootLab.Net.Dhcp;
using BootLab.Rom.Ipxe.Settings;
using Xunit;

namespace BootLab.Rom.Tests.Settings;

public class SettingsTreeTests
{
    private readonly SettingsTree _tree = new();

    [Fact]
    public void A_tag_is_the_setting_that_bears_it()
    {
        Lease("net0", "10.0.2.15", (12, "box"u8.ToArray()), (209, "x/y"u8.ToArray()));
        Assert.Equal("box", _tree.Text("12"));
        Assert.Equal("10.0.2.15", _tree.Text("175.177"));
        Assert.Equal("62:6f:78", _tree.Text("net0/12:hex"));
        Assert.Equal("x/y", _tree.Text("209"));
        Assert.Equal("box", _tree.Text("net0.dhcp/hostname"));
        Assert.Null(_tree.Text("net1/12"));
        Assert.Null(_tree.Text("13"));
    }

    [Fact]
    public void A_router_list_shown_as_one_address_is_its_first()
    {
        Lease("net0", "10.0.2.15", (3, [10, 0, 2, 1, 10, 0, 2, 2]));
        Assert.Equal("10.0.2.1", _tree.Text("net0/3:ipv4"));
    }

    [Fact]
    public void Options_inside_175_and_43_have_tags_of_two_parts()
    {
        Lease("net0", "10.0.2.15", (175, [8, 1, 1, 189, 1, 0x81]), (43, [9, 2, 7, 8]));
        Assert.Equal("1", _tree.Text("keep-san"));
        Assert.Equal("0x81", _tree.Text("san-drive"));
        Assert.Equal("07:08", _tree.Text("43.9:hex"));
    }

    [Fact]
    public void The_block_with_the_higher_priority_is_asked_first()
    {
        Lease("net0", "10.0.2.15", (12, "low"u8.ToArray()), (175, [1, 1, 0xff]));
        Lease("net1", "10.0.3.15", (12, "plain"u8.ToArray()));
        Assert.Equal("plain", _tree.Text("hostname"));
        Lease("net0", "10.0.2.15", (12, "high"u8.ToArray()), (175, [1, 1, 5]));
        Assert.Equal("high", _tree.Text("hostname"));
    }

    [Fact]
    public void A_block_registered_again_moves_behind_its_equals()
    {
        Lease("net0", "10.0.2.15", (12, "zero"u8.ToArray()));
        Lease("net1", "10.0.3.15", (12, "one"u8.ToArray()));
        Assert.Equal("zero", _tree.Text("hostname"));
        Lease("net0", "10.0.2.15", (12, "zero"u8.ToArray()));
        Assert.Equal("one", _tree.Text("hostname"));
    }

    [Fact]
    public void A_value_at_the_root_beats_any_priority()
    {
        Lease("net0", "10.0.2.15", (12, "lease"u8.ToArray()), (175, [1, 1, 127]));
        _tree.Root.Store(Setting.Hostname, "mine"u8.ToArray());
        Assert.Equal("mine", _tree.Text("hostname"));
        _tree.Root.Store(Setting.Hostname, null);
        Assert.Equal("lease", _tree.Text("hostname"));
    }

    [Fact]
    public void Header_fields_come_before_options_67_and_66()
    {
        var options = new[] { Option(67, "from-option"u8), Option(66, "server-option"u8) };
        _tree.Root.Register(new DhcpSettings("net0", new DhcpMessage { File = "from-header"u8.ToArray(), Options = options }));
        Assert.Equal("from-header", _tree.Text("filename"));
        Assert.Equal("server-option", _tree.Text("66"));
        _tree.Root.Register(new DhcpSettings("net0", new DhcpMessage { Options = options }));
        Assert.Equal("from-option", _tree.Text("filename"));
    }

    [Fact]
    public void The_next_server_is_the_header_field_and_not_option_66()
    {
        _tree.Root.Register(new DhcpSettings("net0", new DhcpMessage { Siaddr = IPAddress.Parse("10.0.2.2"), Options = [Option(66, "10.9.9.9"u8)] }));
        Assert.Equal("10.0.2.2", _tree.Text("next-server"));
    }

    [Theory]
    [InlineData("${a}", "1")]
    [InlineData("${${b}}", "1")]
    [InlineData("<${c}>", "<1>")]
    [InlineData("${nope}", "")]
    [InlineData("${a", "${a")]
    [InlineData("a}", "a}")]
    [InlineData("${a:hexraw}-${a:nothing}", "31-1")]
    [InlineData("${nope/a}", "")]
    public void Expressions_are_expanded_from_the_inside_until_none_is_left(string text, string expanded)
    {
        _tree.Root.Store(Setting.Find("a"), "1"u8.ToArray());
        _tree.Root.Store(Setting.Find("b"), "a"u8.ToArray());
        _tree.Root.Store(Setting.Find("c"), "${a}"u8.ToArray());
        Assert.Equal(expanded, _tree.Expand(text));
    }

    [Theory]
    [InlineData("${a}")]
    [InlineData("${a}${a}")]
    public void A_value_that_names_itself_is_called_a_hang(string value)
    {
        _tree.Root.Store(Setting.Find("a"), System.Text.Encoding.ASCII.GetBytes(value));
        Assert.Throws<BootHangException>(() => _tree.Expand("${a}"));
    }

    /// <summary>A NIC of that name with a lease.</summary>
    private void Lease(string nic, string address, params (byte Code, byte[] Value)[] options)
    {
        var block = new SettingsBlock(nic);
        block.Register(new DhcpSettings("dhcp", new DhcpMessage { Yiaddr = IPAddress.Parse(address), Options = [.. options.Select(option => new DhcpOption(option.Code, option.Value))] }));
        _tree.Root.Register(block);
    }

    private static DhcpOption Option(byte code, ReadOnlySpan<byte> value) => new(code, value.ToArray());
}
