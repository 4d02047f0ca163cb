using System.Net;
using System.Text;
using BootLab.Machine;
using BootLab.Net.Dhcp;
using Xunit;
using static BootLab.Net.Tests.Dhcp.ServerScript;

namespace BootLab.Net.Tests.Dhcp;

public sealed class DhcpServerTests
{
    private static readonly DhcpOption ListsBootFile = new(DhcpOptionCode.ParameterRequestList, (byte[])[1, 67]);

    [Fact]
    public void The_captured_server_is_reproduced_byte_for_byte()
    {
        // Frames 2 and 12: options 53, 54, 1, 3, 6, 51, 12 and the boot file in the header.
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with
        {
            OptionOrder = [54, 1, 3, 6, 51, 12],
            Answer = new DhcpAnswerSpec
            {
                NextServer = Address,
                File = "s.ipxe",
                LeaseSeconds = 86400,
                Options = [Address4(1, "255.255.255.0"), Address4(3, "10.0.2.2"), Address4(6, "10.0.2.3"), Text(12, "bootlab1")],
            },
        });

        foreach (var (asked, answered) in new[] { (1, 2), (11, 12) })
        {
            script.Server.Receive(CapturedBoot.Udp[asked].Payload, CapturedBoot.Udp[asked].From);
            Assert.True(script.Server.TryTakeOutput(out var answer));
            // The captured server pads to 548 bytes.
            Assert.Equal(CapturedBoot.Udp[answered].Payload, Padded(answer.Payload, 548));
            Assert.Equal(CapturedBoot.Udp[answered].From, answer.Source);
        }
    }

    [Fact]
    public void The_order_of_dnsmasq_is_reproduced()
    {
        // conditions.md of the runs behind dnsmasq: 53, 54, 51, 67, 58, 59, 1, 28, 12, 6, 3.
        var script = new ServerScript(Pool("10.9.0.2", "10.9.0.2") with
        {
            Answer = new DhcpAnswerSpec
            {
                File = "boot.ipxe",
                FileInOption67 = true,
                LeaseSeconds = 3600,
                Options =
                [
                    new(58, (byte[])[0, 0, 7, 8]), new(59, (byte[])[0, 0, 0xc, 0x4e]), Address4(1, "255.255.255.0"), Address4(28, "10.9.0.255"),
                    Text(12, "boot1"), Address4(6, "10.9.0.1"), Address4(3, "10.9.0.1"),
                ],
            },
        });

        var offer = script.Discover(1, ListsBootFile);

        Assert.Equal([53, 54, 51, 67, 58, 59, 1, 28, 12, 6, 3], offer.Options.Select(option => (int)option.Code));
        Assert.Equal("boot.ipxe\0"u8.ToArray(), offer.Find(67)!.Value.ToArray());
        Assert.Equal(new byte[128], offer.File.ToArray());
        Assert.Equal("boot.ipxe", offer.BootFileName);
    }

    [Fact]
    public void The_boot_file_stays_in_the_header_for_a_client_that_does_not_list_option_67()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with { Answer = new DhcpAnswerSpec { File = "boot.ipxe", FileInOption67 = true } });

        var offer = script.Discover(1);

        Assert.Null(offer.Find(67));
        Assert.Equal("boot.ipxe", offer.BootFileName);
    }

    [Fact]
    public void A_client_keeps_its_address_and_another_gets_the_next()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.16"));

        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(1).Yiaddr);
        Assert.Equal(IPAddress.Parse("10.0.2.16"), script.Discover(2).Yiaddr);
        Assert.Equal(DhcpMessageType.Ack, script.Request(1, "10.0.2.15").Type);
        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(1).Yiaddr);
        Assert.Equal(
            [new DhcpLease(Client(1), IPAddress.Parse("10.0.2.15"), true), new DhcpLease(Client(2), IPAddress.Parse("10.0.2.16"), false)],
            script.Server.Leases);
    }

    [Fact]
    public void An_exhausted_pool_is_silent_until_an_offer_runs_out()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));
        script.Discover(1);

        Assert.Null(script.Ask(Message(2, DhcpMessageType.Discover)));
        Assert.Equal((DhcpServerEventKind.Exhausted, Client(2)), (script.Events[^1].Kind, script.Events[^1].Client));

        script.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(2).Yiaddr);
    }

    [Fact]
    public void A_lease_lasts_as_long_as_it_was_given_for()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));
        script.Request(1, "10.0.2.15");

        script.Time.Advance(TimeSpan.FromSeconds(3599));
        Assert.Null(script.Ask(Message(2, DhcpMessageType.Discover)));
        script.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(script.Ask(Message(2, DhcpMessageType.Discover)));
    }

    [Fact]
    public void The_server_and_reserved_addresses_are_not_given_away()
    {
        var script = new ServerScript(Pool("10.0.2.1", "10.0.2.4") with
        {
            Reservations = [new(Client(9), IPAddress.Parse("10.0.2.3"), new DhcpAnswerSpec { Options = [Text(12, "nine")] })],
        });

        Assert.Equal(["10.0.2.1", "10.0.2.4"], new[] { 1, 2 }.Select(client => script.Discover(client).Yiaddr.ToString()));
        Assert.Null(script.Ask(Message(3, DhcpMessageType.Discover)));
        var nine = script.Discover(9);
        Assert.Equal(IPAddress.Parse("10.0.2.3"), nine.Yiaddr);
        Assert.Equal("nine", nine.GetText(12));
    }

    [Fact]
    public void A_reserved_lease_takes_no_place_in_the_pool()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with
        {
            Reservations = [new(Client(9), IPAddress.Parse("10.0.2.99"), new DhcpAnswerSpec())],
        });
        script.Request(9, "10.0.2.99");

        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(1).Yiaddr);
    }

    [Fact]
    public void The_address_that_a_client_asks_for_is_given_when_it_is_free()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.20"));

        Assert.Equal(IPAddress.Parse("10.0.2.18"), script.Discover(1, Option(50, "10.0.2.18")).Yiaddr);
        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(2, Option(50, "10.0.2.18")).Yiaddr);
        Assert.Equal(IPAddress.Parse("10.0.2.16"), script.Discover(3, Option(50, "192.168.0.1")).Yiaddr);
    }

    [Fact]
    public void A_request_for_another_address_is_refused_to_everybody_on_the_segment()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.20"));
        script.Discover(1);

        var (message, wire) = script.Ask(Message(1, DhcpMessageType.Request, Option(54, "10.0.2.2"), Option(50, "10.0.2.16")))!.Value;

        Assert.Equal(DhcpMessageType.Nak, message.Type);
        Assert.Equal([53, 54], message.Options.Select(option => (int)option.Code));
        Assert.Equal(IPAddress.Any, message.Yiaddr);
        Assert.Equal(new IPEndPoint(IPAddress.Broadcast, 68), wire.Destination);
    }

    [Fact]
    public void A_client_that_chose_another_server_frees_its_offer()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));
        script.Discover(1);

        Assert.Null(script.Ask(Message(1, DhcpMessageType.Request, Option(54, "10.0.2.9"), Option(50, "10.0.2.77"))));
        Assert.Equal(IPAddress.Parse("10.0.2.15"), script.Discover(2).Yiaddr);
    }

    [Fact]
    public void A_renewal_goes_back_to_the_client_itself()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));
        script.Request(1, "10.0.2.15");

        var renewal = new DhcpMessage
        {
            Ciaddr = IPAddress.Parse("10.0.2.15"),
            Chaddr = Client(1).GetAddressBytes(),
            Options = [new(53, (byte[])[3])],
        };
        var (message, wire) = script.Ask(renewal)!.Value;

        Assert.Equal(DhcpMessageType.Ack, message.Type);
        Assert.Equal(IPAddress.Parse("10.0.2.15"), message.Ciaddr);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.2.15"), 68), wire.Destination);
        Assert.Null(wire.HardwareTo);
    }

    [Fact]
    public void A_client_without_address_is_answered_at_its_hardware_address_unless_it_asks_for_a_broadcast()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));
        var (_, unicast) = script.Ask(Message(1, DhcpMessageType.Discover))!.Value;
        var (_, broadcast) = script.Ask(new DhcpMessage
        {
            Flags = DhcpMessage.FlagsFor(broadcast: true),
            Chaddr = Client(1).GetAddressBytes(),
            Options = [new(53, (byte[])[1])],
        })!.Value;

        Assert.Equal((new IPEndPoint(IPAddress.Parse("10.0.2.15"), 68), Client(1)), (unicast.Destination, unicast.HardwareTo));
        Assert.Equal((new IPEndPoint(IPAddress.Broadcast, 68), null), (broadcast.Destination, broadcast.HardwareTo));
    }

    [Fact]
    public void A_relay_gets_the_answer_at_port_67()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15"));

        var (message, wire) = script.Ask(new DhcpMessage
        {
            Giaddr = IPAddress.Parse("10.7.0.1"),
            Chaddr = Client(1).GetAddressBytes(),
            Options = [new(53, (byte[])[1])],
        })!.Value;

        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.7.0.1"), 67), wire.Destination);
        Assert.Equal(IPAddress.Parse("10.7.0.1"), message.Giaddr);
    }

    [Fact]
    public void Inform_release_and_decline()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.16", Text(12, "host")));
        script.Request(1, "10.0.2.15");

        var inform = new DhcpMessage { Ciaddr = IPAddress.Parse("10.0.2.200"), Chaddr = Client(2).GetAddressBytes(), Options = [new(53, (byte[])[8])] };
        var ack = script.Ask(inform)!.Value.Message;
        Assert.Equal((DhcpMessageType.Ack, IPAddress.Any, "host"), (ack.Type, ack.Yiaddr, ack.GetText(12)));
        Assert.Null(ack.Find(51));

        script.Ask(new DhcpMessage { Ciaddr = IPAddress.Parse("10.0.2.15"), Chaddr = Client(1).GetAddressBytes(), Options = [new(53, (byte[])[7])] });
        Assert.Equal(DhcpServerEventKind.Released, script.Events[^1].Kind);
        Assert.Empty(script.Server.Leases);

        script.Request(3, "10.0.2.15");
        script.Ask(Message(3, DhcpMessageType.Decline, Option(50, "10.0.2.15")));
        Assert.Equal(DhcpServerEventKind.Declined, script.Events[^1].Kind);
        Assert.Equal(IPAddress.Parse("10.0.2.16"), script.Discover(4).Yiaddr);
        Assert.Null(script.Ask(Message(5, DhcpMessageType.Discover)));
    }

    [Theory]
    [InlineData("iPXE", true)]
    [InlineData("\u0004iPXE", true)]
    [InlineData("\u0003lab\u0004iPXE", true)]
    [InlineData("iPXE2", false)]
    [InlineData("\u0004iPX", false)]
    [InlineData("", false)]
    public void A_user_class_matches_with_and_without_its_length_byte(string userClass, bool matches)
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with
        {
            Answer = new DhcpAnswerSpec { File = "undionly.kpxe" },
            Classes = [new DhcpClassSpec { UserClass = "iPXE", Answer = new DhcpAnswerSpec { File = "boot.ipxe" } }],
        });

        Assert.Equal(matches ? "boot.ipxe" : "undionly.kpxe", script.Discover(1, new DhcpOption(77, Encoding.Latin1.GetBytes(userClass))).BootFileName);
    }

    [Fact]
    public void Class_answers_are_laid_over_each_other_and_the_reservation_over_them()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15", Text(12, "base"), Text(15, "lab.test"), Text(17, "iscsi:base")) with
        {
            Classes =
            [
                new DhcpClassSpec { VendorClass = "PXEClient", Answer = new DhcpAnswerSpec { Options = [Text(12, "pxe"), new(17, default)] } },
                new DhcpClassSpec { Architecture = 7, Answer = new DhcpAnswerSpec { Options = [Text(12, "efi")] } },
                new DhcpClassSpec { VendorClass = "PXEClient", Architecture = 9, Answer = new DhcpAnswerSpec { Options = [Text(12, "never")] } },
            ],
            Reservations = [new(Client(1), null, new DhcpAnswerSpec { Options = [Text(15, "one.test")] })],
        });

        var offer = script.Discover(1, new(60, "PXEClient:Arch:00007:UNDI:003010"u8.ToArray()), new(93, (byte[])[0, 7]));

        Assert.Equal(("efi", "one.test"), (offer.GetText(12), offer.GetText(15)));
        Assert.Null(offer.Find(17));
    }

    [Fact]
    public void Answers_wait_for_the_configured_delay()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with { Delay = TimeSpan.FromSeconds(2) });

        Assert.Null(script.Ask(Message(1, DhcpMessageType.Discover)));
        Assert.Equal(TimeSpan.FromSeconds(2), script.Server.DueIn);
        script.Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Null(script.Take());
        script.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.NotNull(script.Take());
        Assert.Null(script.Server.DueIn);
    }

    [Fact]
    public void A_proxy_offers_without_an_address_and_answers_on_port_4011()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15") with
        {
            Proxy = new DhcpProxySpec { InOffer = false, Answer = new DhcpAnswerSpec { NextServer = Address, File = "proxy.ipxe" } },
        });
        DhcpOption pxe = new(60, "PXEClient"u8.ToArray());

        script.Discover(1, pxe);
        var (bare, _) = script.Take()!.Value;
        Assert.Equal((DhcpMessageType.Offer, IPAddress.Any, "PXEClient", (string?)null), (bare.Type, bare.Yiaddr, bare.GetText(60), bare.BootFileName));

        var request = new DhcpMessage { Ciaddr = IPAddress.Parse("10.0.2.15"), Chaddr = Client(1).GetAddressBytes(), Options = [new(53, (byte[])[3]), pxe] };
        var (ack, wire) = script.Ask(request, 4011)!.Value;
        Assert.Equal((DhcpMessageType.Ack, "proxy.ipxe"), (ack.Type, ack.BootFileName));
        Assert.Equal(new IPEndPoint(Address, 4011), wire.Source);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.2.15"), 68), wire.Destination);
    }

    [Fact]
    public void An_answer_that_fits_no_datagram_is_dropped_with_a_reason()
    {
        var script = new ServerScript(Pool("10.0.2.15", "10.0.2.15", new DhcpOptionSpec(43, new byte[1300])));

        Assert.Null(script.Ask(Message(1, DhcpMessageType.Discover)));
        Assert.Equal(DhcpServerEventKind.Dropped, script.Events[^1].Kind);
    }

    [Fact]
    public void Waiting_answers_are_bounded()
    {
        var script = new ServerScript(Pool("10.0.0.1", "10.0.255.254") with { Delay = TimeSpan.FromHours(1) });
        for (var i = 0; i < 66_000; i++)
        {
            script.Server.Receive(Message(i, DhcpMessageType.Discover).ToArray(), new IPEndPoint(IPAddress.Any, 68));
        }

        Assert.Equal(66_000 - 65_536, script.Events.Count(each => each.Kind == DhcpServerEventKind.Dropped));
    }

    [Fact]
    public void A_pool_that_ends_before_it_starts_is_an_error()
    {
        var error = Assert.Throws<ArgumentException>(() => new ServerScript(Pool("10.0.2.20", "10.0.2.15")));
        Assert.Contains("10.0.2.15", error.Message);
    }

    private static DhcpOptionSpec Address4(byte code, string address) => new(code, IPAddress.Parse(address).GetAddressBytes());

    private static DhcpOptionSpec Text(byte code, string text) => new(code, Encoding.ASCII.GetBytes(text));

    private static byte[] Padded(ReadOnlyMemory<byte> payload, int length) => [.. payload.Span, .. new byte[length - payload.Length]];
}
