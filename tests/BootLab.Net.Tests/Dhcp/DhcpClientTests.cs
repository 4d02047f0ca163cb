using System.Net;
using BootLab.Net.Dhcp;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

public sealed class DhcpClientTests
{
    private static readonly DhcpOption PxeClient = new(DhcpOptionCode.VendorClass, "PXEClient"u8.ToArray());

    [Fact]
    public void Silence_ends_after_fifteen_seconds()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios);

        Assert.Equal(15, script.RunToEnd());
        Assert.Equal(DhcpClientState.TimedOut, script.Client.State);
        Assert.Equal([0, 1, 3, 7], script.Sent.Select(sent => sent.At));
        Assert.All(script.Sent, sent => Assert.Equal(DhcpMessageType.Discover, sent.Message.Type));
        Assert.Null(script.Client.DueIn);
    }

    [Fact]
    public void A_server_that_never_acknowledges_is_asked_for_15_75_seconds()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));

        Assert.Equal(3 + 15.75, script.RunToEnd());
        Assert.Equal(DhcpClientState.TimedOut, script.Client.State);
        Assert.Equal(
            [3, 3.25, 3.75, 4.75, 6.75, 10.75],
            script.Sent.Where(sent => sent.Message.Type == DhcpMessageType.Request).Select(sent => sent.At));
        Assert.Equal([18, 22, 26, 30, 34, 38], script.Sent.Skip(2).Select(sent => (int)sent.Message.Secs));
    }

    [Fact]
    public void An_offer_that_comes_after_two_seconds_is_requested_at_once()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(2.5);
        script.Receive(script.Answer(DhcpMessageType.Offer));

        Assert.Equal(2.5, script.Sent[^1].At);
        Assert.Equal(DhcpMessageType.Request, script.Sent[^1].Message.Type);
    }

    [Fact]
    public void Among_equal_offers_the_last_is_taken()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.15", "10.0.2.2"));
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.16", "10.0.2.3"), "10.0.2.3");
        script.RunTo(3);

        AssertRequests(script, "10.0.2.16", "10.0.2.3");
    }

    [Fact]
    public void A_higher_priority_keeps_its_place()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.15", "10.0.2.2", Ipxe(IpxeOptionCode.Priority, 5)));
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.16", "10.0.2.3", Ipxe(IpxeOptionCode.Priority, 4)), "10.0.2.3");
        script.RunTo(3);

        AssertRequests(script, "10.0.2.15", "10.0.2.2");
    }

    [Fact]
    public void An_offer_with_negative_priority_is_never_taken()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.15", "10.0.2.2", Ipxe(IpxeOptionCode.Priority, 0xff)));

        Assert.Equal(15, script.RunToEnd());
    }

    [Fact]
    public void Gpxe_takes_the_first_of_equal_offers()
    {
        var script = new ClientScript(DhcpClientProfiles.Gpxe100).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.15", "10.0.2.2"));
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.16", "10.0.2.3"), "10.0.2.3");
        script.RunTo(3);

        AssertRequests(script, "10.0.2.15", "10.0.2.2");
        Assert.Equal(0x00000001u, script.Client.Xid);
        Assert.All(script.Sent, sent => Assert.Equal(0, sent.Message.Secs));
    }

    [Fact]
    public void No_pxedhcp_spares_the_wait()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0.5);
        script.Receive(script.Answer(DhcpMessageType.Offer, more: Ipxe(IpxeOptionCode.NoPxeDhcp, 1)));

        Assert.Equal(0.5, script.Sent[^1].At);
        Assert.Equal(DhcpMessageType.Request, script.Sent[^1].Message.Type);
    }

    [Fact]
    public void A_proxy_offer_with_everything_in_it_is_used_as_it_is()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.Receive(ProxyMessage(script, DhcpMessageType.Offer, withBootFile: true), "10.0.2.9");
        script.Receive(script.Answer(DhcpMessageType.Ack));

        Assert.Equal(DhcpClientState.Bound, script.Client.State);
        Assert.Equal("proxy.ipxe", script.Client.Result!.Proxy!.BootFileName);
        Assert.Equal(3, script.Sent[^1].Message.Secs & 3);
    }

    [Fact]
    public void A_bare_proxy_offer_is_followed_by_a_request_to_port_4011()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(ProxyMessage(script, DhcpMessageType.Offer, withBootFile: false), "10.0.2.9");
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.Receive(script.Answer(DhcpMessageType.Ack));

        var (at, message, wire) = script.Sent[^1];
        Assert.Equal(0, at);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.2.9"), 4011), wire.Destination);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.0.2.15"), 68), wire.Source);
        Assert.Equal(IPAddress.Parse("10.0.2.15"), message.Ciaddr);
        Assert.Equal(DhcpMessageType.Request, message.Type);
        Assert.Equal(IPAddress.Parse("10.0.2.9"), message.GetAddress(DhcpOptionCode.ServerIdentifier));
        Assert.Null(message.Find(DhcpOptionCode.RequestedAddress));
        Assert.True(message.Broadcast);

        script.Receive(ProxyMessage(script, DhcpMessageType.Ack, withBootFile: true), "10.0.2.9", 67);
        Assert.Equal(DhcpClientState.RequestingProxy, script.Client.State);
        script.Receive(ProxyMessage(script, DhcpMessageType.Ack, withBootFile: true), "10.0.2.9", 4011);
        Assert.Equal("proxy.ipxe", script.Client.Result!.Proxy!.BootFileName);
    }

    [Fact]
    public void A_silent_proxy_is_given_up_without_failing()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(ProxyMessage(script, DhcpMessageType.Offer, withBootFile: false), "10.0.2.9");
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.Receive(script.Answer(DhcpMessageType.Ack));

        Assert.Equal(3.75, script.RunToEnd());
        Assert.Equal(DhcpClientState.Bound, script.Client.State);
        Assert.Null(script.Client.Result!.Proxy);
        Assert.Equal([0, 0.25, 0.75, 1.75], script.Sent.Where(sent => sent.Wire.Destination.Port == 4011).Select(sent => sent.At));
    }

    [Fact]
    public void A_nak_leads_back_to_discovery_one_second_later()
    {
        var script = new ClientScript(DhcpClientProfiles.IpxeTodayBios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.RunTo(3);
        script.Receive(script.Answer(DhcpMessageType.Nak, address: "0.0.0.0"));
        script.RunTo(6);

        // The offer stays in hand, so the next expiry after 2 s asks for it again.
        Assert.Equal(
            [(3, DhcpMessageType.Request), (4, DhcpMessageType.Discover), (6, DhcpMessageType.Request)],
            script.Sent.Skip(2).Select(sent => (sent.At, sent.Message.Type)));
    }

    [Fact]
    public void Before_2021_a_nak_was_not_understood()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.RunTo(3);
        script.Receive(script.Answer(DhcpMessageType.Nak, address: "0.0.0.0"));

        Assert.Equal(18.75, script.RunToEnd());
        Assert.Equal(DhcpClientState.TimedOut, script.Client.State);
    }

    [Fact]
    public void Endless_naks_end_in_a_time_out()
    {
        var script = new ClientScript(DhcpClientProfiles.IpxeTodayBios).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        while (!script.Client.IsDone)
        {
            script.RunTo(TimeSpan.FromTicks(script.Time.GetTimestamp()).TotalSeconds + script.Client.DueIn!.Value.TotalSeconds);
            script.Receive(script.Answer(DhcpMessageType.Nak, address: "0.0.0.0"));
        }

        Assert.Equal(DhcpClientState.TimedOut, script.Client.State);
        Assert.InRange(TimeSpan.FromTicks(script.Time.GetTimestamp()).TotalSeconds, 0, 200 * 3);
    }

    [Fact]
    public void Edk2_gives_up_when_it_is_refused()
    {
        var script = new ClientScript(DhcpClientProfiles.Edk2Iscsi).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, more: RootPath));
        script.Receive(script.Answer(DhcpMessageType.Nak, address: "0.0.0.0"));

        Assert.Equal(DhcpClientState.Refused, script.Client.State);
    }

    [Fact]
    public void Edk2_takes_the_first_offer_with_a_root_path_at_once()
    {
        var script = new ClientScript(DhcpClientProfiles.Edk2Iscsi).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.15", "10.0.2.2"));
        Assert.Single(script.Sent);
        script.Receive(script.Answer(DhcpMessageType.Offer, "10.0.2.16", "10.0.2.3", RootPath), "10.0.2.3");
        AssertRequests(script, "10.0.2.16", "10.0.2.3");
        script.Receive(script.Answer(DhcpMessageType.Ack, "10.0.2.16", "10.0.2.3", RootPath), "10.0.2.3");

        Assert.Equal(DhcpClientState.Bound, script.Client.State);
        var discover = script.Sent[0].Message;
        Assert.Equal([53, 57, 55], discover.Options.Select(option => (int)option.Code));
        Assert.Equal([1, 3, 6, 17], discover.Find(DhcpOptionCode.ParameterRequestList)!.Value.ToArray());
        Assert.True(discover.Broadcast);
        Assert.Equal([53, 54, 50, 57, 55], script.Sent[1].Message.Options.Select(option => (int)option.Code));
    }

    [Fact]
    public void Edk2_without_an_acceptable_offer_gives_up_after_a_minute()
    {
        var script = new ClientScript(DhcpClientProfiles.Edk2Iscsi).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));

        Assert.Equal(60, script.RunToEnd());
        Assert.Equal([0, 4, 12, 28], script.Sent.Select(sent => sent.At));
        Assert.Equal([0, 4, 12, 28], script.Sent.Select(sent => (double)sent.Message.Secs));
    }

    [Fact]
    public void Edk2_with_a_configured_target_waits_for_the_first_time_out()
    {
        var script = new ClientScript(DhcpClientProfiles.Edk2IscsiAddressOnly).RunTo(0);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.RunTo(4);

        Assert.Equal((4, DhcpMessageType.Request), (script.Sent[^1].At, script.Sent[^1].Message.Type));
    }

    public static TheoryData<string, Func<DhcpMessage, DhcpMessage>, int> Foreign() => new()
    {
        { "another transaction", offer => Change(offer, xid: offer.Xid + 1), 67 },
        { "another hardware address", offer => Change(offer, mac: [0x52, 0x54, 0, 0, 0, 2]), 67 },
        { "no address", offer => Change(offer, address: IPAddress.Any), 67 },
        { "not a server's port", offer => offer, 68 },
        { "an ACK before any request", offer => Change(offer, type: DhcpMessageType.Ack), 67 },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_is_no_offer_for_this_session_changes_nothing(string what, Func<DhcpMessage, DhcpMessage> change, int port)
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        script.Receive(change(script.Answer(DhcpMessageType.Offer)), port: port);

        Assert.Equal(15, script.RunToEnd());
        Assert.True(script.Client.State == DhcpClientState.TimedOut, what);
    }

    [Fact]
    public void A_bootp_server_without_options_serves_too()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios).RunTo(0);
        var reply = new DhcpMessage
        {
            Op = BootpOperation.Reply,
            Xid = script.Client.Xid,
            Yiaddr = IPAddress.Parse("10.0.2.15"),
            Chaddr = ClientScript.Mac.GetAddressBytes(),
            BootpVendorArea = new byte[64],
        };
        script.Receive(reply).RunTo(3).Receive(reply);

        Assert.Equal(DhcpClientState.Bound, script.Client.State);
        Assert.Equal(IPAddress.Any, script.Sent[^1].Message.GetAddress(DhcpOptionCode.ServerIdentifier));
    }

    [Fact]
    public void The_user_class_of_a_script_replaces_the_own_one_in_its_place()
    {
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios, ClientScript.Identity with { UserClass = "lab"u8.ToArray() }).RunTo(0);

        var discover = script.Sent[0].Message;
        Assert.Equal("lab", discover.GetText(DhcpOptionCode.UserClass));
        Assert.Equal([53, 57, 93, 94, 60, 77, 55, 175, 61, 97], discover.Options.Select(option => (int)option.Code));
    }

    [Fact]
    public void Older_clients_wrote_the_uuid_in_the_order_of_its_text()
    {
        var discover = new ClientScript(DhcpClientProfiles.Ipxe2013).RunTo(0).Sent[0].Message;

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], discover.Find(DhcpOptionCode.ClientUuid)!.Value.ToArray());
    }

    private static DhcpOption RootPath => new(DhcpOptionCode.RootPath, "iscsi:10.0.2.2:::1:iqn.2026-01.test:disk1"u8.ToArray());

    private static DhcpOption Ipxe(byte code, byte value) => new(DhcpOptionCode.Ipxe, (byte[])[code, 1, value, 255]);

    private static DhcpMessage ProxyMessage(ClientScript script, DhcpMessageType type, bool withBootFile)
    {
        var bare = script.Answer(type, "0.0.0.0", "10.0.2.9", PxeClient);
        return !withBootFile ? bare : new DhcpMessage
        {
            Op = bare.Op,
            Xid = bare.Xid,
            Chaddr = bare.Chaddr,
            Siaddr = IPAddress.Parse("10.0.2.9"),
            File = "proxy.ipxe"u8.ToArray(),
            Options = bare.Options,
        };
    }

    private static DhcpMessage Change(DhcpMessage offer, uint? xid = null, byte[]? mac = null, IPAddress? address = null, DhcpMessageType? type = null) => new()
    {
        Op = offer.Op,
        Xid = xid ?? offer.Xid,
        Chaddr = mac ?? offer.Chaddr,
        Yiaddr = address ?? offer.Yiaddr,
        Options = type is null ? offer.Options : [new(DhcpOptionCode.MessageType, (byte[])[(byte)type]), .. offer.Options.Skip(1)],
    };

    private static void AssertRequests(ClientScript script, string address, string server)
    {
        var request = script.Sent[^1].Message;
        Assert.Equal(DhcpMessageType.Request, request.Type);
        Assert.Equal(IPAddress.Parse(address), request.GetAddress(DhcpOptionCode.RequestedAddress));
        Assert.Equal(IPAddress.Parse(server), request.GetAddress(DhcpOptionCode.ServerIdentifier));
    }
}
