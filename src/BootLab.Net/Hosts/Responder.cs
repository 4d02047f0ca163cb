using System.Net;
using BootLab.Net.Ndp;
using BootLab.Net.Wire;

namespace BootLab.Net.Hosts;

/// <summary>Answers what an interface is asked on its own account: ARP, neighbour discovery and echo requests.</summary>
internal sealed class Responder(IpInterface owner, Neighbours neighbours)
{
    public void Receive(ArpFrame arp)
    {
        var isForUs = owner.Owns(arp.Target);
        var isAnnouncement = arp.Sender.Equals(arp.Target);
        if (!arp.Sender.Equals(IPAddress.Any) && !owner.Owns(arp.Sender))
        {
            // RFC 826: the sender is merged into what is known, and added when it asked for us.
            neighbours.Learn(arp.Sender, arp.SenderMac, create: isForUs && arp.IsRequest);
        }

        if (arp.IsRequest && isForUs && !isAnnouncement)
        {
            owner.SendFrame(FrameWriter.Arp(false, owner.MacValue, arp.Target, arp.SenderMac, arp.Sender));
        }
    }

    public void Receive(IcmpFrame icmp)
    {
        const byte EchoRequest = 8;
        const byte EchoReply = 0;
        if (icmp.Message.Span[0] == EchoRequest)
        {
            Reply(icmp, icmp.Message, EchoReply);
        }
    }

    /// <summary>Handles a message; false when it is malformed.</summary>
    public bool TryReceive(Icmpv6Frame icmp)
    {
        const byte EchoRequest = 128;
        const byte EchoReply = 129;
        var message = icmp.Message.Span;
        if (message[0] == EchoRequest)
        {
            if (message.Length >= 8 && owner.Host.Accepts(owner, icmp.Destination))
            {
                Reply(icmp, icmp.Message, EchoReply);
            }

            return message.Length >= 8;
        }

        if (icmp.HopLimit != NdpMessage.HopLimit)
        {
            return true;
        }

        switch (message[0])
        {
            case NdpMessage.NeighbourSolicitation or NdpMessage.NeighbourAdvertisement:
                return TryReceiveNeighbour(icmp);
            case NdpMessage.RouterSolicitation:
                owner.RouterSolicited?.Invoke(icmp.Source);
                return true;
            case NdpMessage.RouterAdvertisement:
                if (!RouterAdvertisement.TryRead(icmp.Source, message, out var advertisement))
                {
                    return false;
                }

                owner.RouterAdvertised?.Invoke(advertisement);
                return true;
            default:
                return true;
        }
    }

    private void Reply(IpFrame to, ReadOnlyMemory<byte> request, byte type)
    {
        var reply = request.ToArray();
        reply[0] = type;
        owner.Host.SendIcmp(reply, to.Destination, to.Source);
    }

    private bool TryReceiveNeighbour(Icmpv6Frame icmp)
    {
        var message = icmp.Message.Span;
        if (!NdpMessage.TryReadNeighbour(message, out var target, out var mac))
        {
            return false;
        }

        if (message[0] == NdpMessage.NeighbourAdvertisement)
        {
            if (mac is not null)
            {
                neighbours.Learn(target, MacNumber.Of(mac), create: false);
            }

            return true;
        }

        if (!owner.Owns(target))
        {
            return true;
        }

        // Who asks from the unspecified address looks for duplicates (RFC 4861, 7.2.4).
        var isProbe = icmp.Source.Equals(IPAddress.IPv6Any);
        if (mac is not null && !isProbe)
        {
            neighbours.Learn(icmp.Source, MacNumber.Of(mac), create: true);
        }

        owner.SendNdp(NdpMessage.Advertise(target, owner.Mac, solicited: !isProbe), target, isProbe ? Ipv6.AllNodes : icmp.Source);
        return true;
    }
}
