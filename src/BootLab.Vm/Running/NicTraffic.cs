using System.Buffers.Binary;
using BootLab.Net.Links;

namespace BootLab.Vm.Running;

/// <summary>Counts what a guest sends from one of its cards: whether a card is alive shows on the wire, whatever the system says of it.</summary>
/// <param name="inner">The port that the card is plugged into.</param>
internal sealed class NicTraffic(IEthernetPort inner) : IEthernetPort
{
    private const int EtherType = 12;
    private const int IpProtocol = 23;
    private const int UdpDestination = 36; // of an IPv4 header without options, which DHCP clients send
    private const ushort DhcpServer = 67;

    /// <summary>All frames.</summary>
    public int Frames { get; private set; }

    /// <summary>ARP requests and answers.</summary>
    public int Arp { get; private set; }

    /// <summary>DHCP messages.</summary>
    public int Dhcp { get; private set; }

    /// <inheritdoc/>
    public bool IsLinkUp => inner.IsLinkUp;

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get => inner.Received; set => inner.Received = value; }

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        Count(frame.Span);
        inner.Send(frame);
    }

    private void Count(ReadOnlySpan<byte> frame)
    {
        Frames++;
        if (frame.Length < UdpDestination + 2)
        {
            return;
        }

        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[EtherType..]))
        {
            case 0x0806:
                Arp++;
                break;
            case 0x0800 when frame[IpProtocol] == 17 && BinaryPrimitives.ReadUInt16BigEndian(frame[UdpDestination..]) == DhcpServer:
                Dhcp++;
                break;
        }
    }
}
