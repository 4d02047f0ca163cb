using System.Net;
using System.Text;
using BootLab.Net.Dhcp;
using CsCheck;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

public sealed class DhcpMessageTests
{
    private static readonly Gen<IPAddress> GenAddress = Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes));

    private static readonly Gen<DhcpMessage> GenMessage =
        from header in Gen.Select(Gen.Byte, Gen.Byte[0, 16], Gen.Byte, Gen.UInt, Gen.UShort, Gen.UShort)
        from addresses in GenAddress.Array[4]
        from chaddr in Gen.Byte.Array[16]
        from sname in Gen.Byte.Array[64]
        from file in Gen.Byte.Array[128]
        from options in GenOption.Array[0, 12]
        select new DhcpMessage
        {
            Op = (BootpOperation)header.Item1,
            Hlen = header.Item2,
            Hops = header.Item3,
            Xid = header.Item4,
            Secs = header.Item5,
            Flags = header.Item6,
            Ciaddr = addresses[0],
            Yiaddr = addresses[1],
            Siaddr = addresses[2],
            Giaddr = addresses[3],
            Chaddr = chaddr,
            Sname = sname,
            File = file,
            Options = options,
        };

    // Without option 52: its bits would make options of arbitrary header bytes.
    private static Gen<DhcpOption> GenOption =>
        from code in Gen.Byte[1, 254].Where(code => code != DhcpOptionCode.Overload)
        from value in Gen.Byte.Array[0, 255]
        select new DhcpOption(code, value);

    [Fact]
    public void What_is_written_is_read_again() => GenMessage.Sample(
        message =>
        {
            var read = DhcpMessage.Read(message.ToArray());
            Assert.Equal(Describe(message), Describe(read));
            Assert.Equal(message.ToArray(), read.ToArray());
        },
        iter: 2_000);

    [Fact]
    public void A_value_of_any_length_comes_back_whole() => Gen.Byte.Array[0, 2_000].Sample(
        value =>
        {
            var message = DhcpMessage.Read(new DhcpMessage { Options = [new(43, value), new(12, "x"u8.ToArray())] }.ToArray());
            Assert.Equal(value, message.Find(43)!.Value.ToArray());
            Assert.Equal("x", message.GetText(12));
        },
        iter: 500);

    [Fact]
    public void Every_captured_message_is_written_as_it_was_read()
    {
        var messages = CapturedBoot.Udp.Values.Where(datagram => datagram.From.Port is 67 or 68).ToList();
        Assert.Equal(12, messages.Count);
        foreach (var datagram in messages)
        {
            var message = DhcpMessage.Read(datagram.Payload);
            Assert.Equal(datagram.Payload, message.ToArray(datagram.Payload.Length));
        }
    }

    [Fact]
    public void The_fields_of_a_captured_offer()
    {
        var offer = DhcpMessage.Read(CapturedBoot.Udp[2].Payload);

        Assert.Equal((BootpOperation.Reply, DhcpMessageType.Offer, 0xf3962b27u), (offer.Op, offer.Type, offer.Xid));
        Assert.Equal(("10.0.2.15", "10.0.2.2"), (offer.Yiaddr.ToString(), offer.Siaddr.ToString()));
        Assert.Equal(ClientScript.Mac, offer.HardwareAddress);
        Assert.Equal(("s.ipxe", null, "bootlab1"), (offer.BootFileName, offer.ServerName, offer.GetText(DhcpOptionCode.HostName)));
        Assert.Equal(IPAddress.Parse("255.255.255.0"), offer.GetAddress(DhcpOptionCode.SubnetMask));
    }

    [Fact]
    public void Options_of_a_captured_request_that_stand_inside_option_175()
    {
        var discover = DhcpMessage.Read(CapturedBoot.Udp[1].Payload);

        Assert.Equal([1, 0x80, 0x86, 0x10, 0x0e], discover.Find(DhcpOptionCode.Ipxe, IpxeOptionCode.BusId)!.Value.ToArray());
        Assert.Equal([1, 0, 0], discover.Find(DhcpOptionCode.Ipxe, IpxeOptionCode.Version)!.Value.ToArray());
        Assert.Null(discover.Find(DhcpOptionCode.Ipxe, IpxeOptionCode.Priority));
    }

    [Fact]
    public void An_encapsulated_field_ends_at_its_own_end_option()
    {
        // dnsmasq's form of "175.8 = 1": the encapsulation has an end option of its own.
        var message = Read(175, 4, 8, 1, 1, 255, 12, 1, (byte)'h', 255);

        Assert.Equal([1], message.Find(175, 8)!.Value.ToArray());
        Assert.Equal("h", message.GetText(12));
    }

    [Fact]
    public void A_malformed_encapsulation_gives_what_stands_before_the_mistake()
    {
        var message = Read(175, 5, 1, 1, 7, 176, 9, 255);

        Assert.Equal([7], message.Find(175, 1)!.Value.ToArray());
        Assert.Null(message.Find(175, 176));
    }

    [Fact]
    public void Overloaded_header_fields_hold_options_in_the_order_of_rfc_3396()
    {
        var message = new DhcpMessage
        {
            Options = [new(52, (byte[])[3]), new(15, "a"u8.ToArray())],
            File = (byte[])[67, 4, .. "boot"u8, 15, 1, (byte)'b', 255],
            Sname = (byte[])[0, 66, 3, .. "srv"u8, 15, 1, (byte)'c'],
        };
        var read = DhcpMessage.Read(message.ToArray());

        Assert.Equal(("boot", "srv", "abc"), (read.BootFileName, read.ServerName, read.GetText(15)));
        Assert.Equal([52, 15], read.Options.Select(option => (int)option.Code));
        Assert.Equal(message.ToArray(), read.ToArray());
    }

    [Fact]
    public void Instances_that_are_apart_are_one_value_and_stay_apart_on_the_wire()
    {
        byte[] options = [43, 2, 1, 2, 12, 1, (byte)'h', 43, 1, 3, 255];
        var message = Read(options);

        Assert.Equal([1, 2, 3], message.Find(43)!.Value.ToArray());
        Assert.Equal(options, message.ToArray()[DhcpMessage.OptionsOffset..]);
    }

    [Fact]
    public void The_header_field_wins_over_option_67()
    {
        var both = new DhcpMessage { File = "header"u8.ToArray(), Options = [new(67, "option"u8.ToArray())] };

        Assert.Equal("header", both.BootFileName);
        Assert.Equal("option", new DhcpMessage { Options = both.Options }.BootFileName);
        Assert.Null(new DhcpMessage().BootFileName);
    }

    [Fact]
    public void A_message_without_the_magic_cookie_is_bootp()
    {
        var bytes = new DhcpMessage { Yiaddr = IPAddress.Parse("10.0.2.15") }.ToArray(300);
        bytes[236] = 0;
        var message = DhcpMessage.Read(bytes);

        Assert.Equal((DhcpMessageType.None, 64), (message.Type, message.BootpVendorArea!.Value.Length));
        Assert.Empty(message.Options);
        Assert.Equal(bytes, message.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 12 }, 240, "no length byte")]
    [InlineData(new byte[] { 0, 0, 12, 5, 1, 2 }, 243, "5 bytes, but 2 are left")]
    [InlineData(new byte[] { 53, 1, 2, 12, 1 }, 244, "1 bytes, but 0 are left")]
    public void A_broken_option_is_an_error_with_its_offset(byte[] options, int offset, string message)
    {
        var error = Assert.Throws<DhcpFormatException>(() => Read(options));

        Assert.Equal(offset, error.Offset);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_broken_option_in_an_overloaded_field_is_an_error_with_its_offset()
    {
        var bytes = new DhcpMessage { Options = [new(52, (byte[])[1])], File = (byte[])[.. new byte[127], 12] }.ToArray();

        Assert.Equal(108 + 127, Assert.Throws<DhcpFormatException>(() => DhcpMessage.Read(bytes)).Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(235)]
    public void A_short_message_is_an_error(int length)
    {
        var error = Assert.Throws<DhcpFormatException>(() => DhcpMessage.Read(new byte[length]));

        Assert.Equal(length, error.Offset);
    }

    [Fact]
    public void A_hardware_address_that_does_not_fit_its_field_is_an_error()
    {
        var bytes = new DhcpMessage().ToArray();
        bytes[2] = 17;

        Assert.Equal(2, Assert.Throws<DhcpFormatException>(() => DhcpMessage.Read(bytes)).Offset);
    }

    [Fact]
    public void Fields_that_do_not_fit_are_not_written()
    {
        Assert.Contains("Sname", Assert.Throws<ArgumentException>(() => new DhcpMessage { Sname = new byte[65] }.ToArray()).Message);
        Assert.Throws<ArgumentException>(() => new DhcpMessage { Options = [new(255, default)] }.ToArray());
        Assert.Throws<ArgumentException>(() => new DhcpMessage().Write(new byte[240]));
    }

    private static DhcpMessage Read(params byte[] options) => DhcpMessage.Read((byte[])[.. new DhcpMessage().ToArray()[..DhcpMessage.OptionsOffset], .. options]);

    private static string Describe(DhcpMessage message)
    {
        var text = new StringBuilder();
        text.Append($"{message.Op} {message.Htype} {message.Hlen} {message.Hops} {message.Xid} {message.Secs} {message.Flags}");
        text.Append($" {message.Ciaddr} {message.Yiaddr} {message.Siaddr} {message.Giaddr} {Convert.ToHexString(message.Chaddr.Span)}");
        text.Append($" {Convert.ToHexString(message.Sname.Span)} {Convert.ToHexString(message.File.Span)}");
        foreach (var option in message.Options)
        {
            text.Append($" {option.Code}={Convert.ToHexString(option.Value.Span)}");
        }

        return text.ToString();
    }
}
