using BootLab.Net.Dhcp;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>The packets of iPXE 36a4c85 as they were captured (tests/fixtures/ipxe-36a4c85/dhcp-tftp-iscsi.md).</summary>
public sealed class DhcpClientCaptureTests
{
    [Theory]
    [InlineData(1, 2, 9, 10, 11, 12, false)]
    [InlineData(21, 22, 25, 26, 27, 28, true)]
    public void A_session_sends_what_ipxe_sent(int discover, int offer, int secondDiscover, int secondOffer, int request, int ack, bool hasAddress)
    {
        var start = CapturedBoot.Udp[discover].Time;
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Bios, ClientScript.Identity with { HasAddress = hasAddress });

        script.RunTo(0);
        Play(offer);
        // The real clock ticks 18.2 times a second: what iPXE's timers put at 1 s and 3 s left the NIC a little later.
        script.RunTo(1);
        Play(secondOffer);
        script.RunTo(3);
        Play(ack);

        Assert.Equal(3, script.Sent.Count);
        AssertSame(discover, script.Sent[0].Wire);
        AssertSame(secondDiscover, script.Sent[1].Wire);
        AssertSame(request, script.Sent[2].Wire);
        Assert.Equal([0, 1, 3], script.Sent.Select(sent => sent.At));
        Assert.Equal(DhcpClientState.Bound, script.Client.State);
        Assert.Equal("s.ipxe", script.Client.Result!.Ack.BootFileName);
        Assert.Null(script.Client.Result.Proxy);

        void Play(int frame)
        {
            var datagram = CapturedBoot.Udp[frame];
            Assert.True(datagram.Time >= start);
            script.Client.Receive(WithXid(datagram.Payload, script.Client.Xid), datagram.From);
        }
    }

    private static void AssertSame(int frame, DhcpTransmission sent)
    {
        var captured = CapturedBoot.Udp[frame];
        Assert.Equal(WithXid(captured.Payload, 0), WithXid(sent.Payload.ToArray(), 0));
        Assert.Equal(captured.From, sent.Source);
        Assert.Equal(captured.To, sent.Destination);
    }

    private static byte[] WithXid(byte[] payload, uint xid)
    {
        var copy = payload.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(4), xid);
        return copy;
    }

    [Fact]
    public void The_uefi_build_sends_388_bytes_with_its_own_architecture_and_features()
    {
        var discover = new ClientScript(DhcpClientProfiles.Ipxe2019Efi).RunTo(0).Sent.Single();

        Assert.Equal(388, discover.Wire.Payload.Length);
        Assert.Equal("PXEClient:Arch:00007:UNDI:003010", discover.Message.GetText(DhcpOptionCode.VendorClass));
        Assert.Equal([1, 3, 10], discover.Message.Find(DhcpOptionCode.ClientNetworkInterface)!.Value.ToArray());
    }

    [Fact]
    public void The_secs_of_a_slow_first_offer_count_expiries_only()
    {
        // Under UEFI the first offer had not been seen when the second DISCOVER went out: 4, 8, 18 (observed).
        var script = new ClientScript(DhcpClientProfiles.Ipxe2019Efi).RunTo(1);
        script.Receive(script.Answer(DhcpMessageType.Offer));
        script.RunTo(3);

        Assert.Equal([4, 8, 18], script.Sent.Select(sent => (int)sent.Message.Secs));
    }
}
