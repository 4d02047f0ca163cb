using System.Buffers.Binary;
using BootLab.Net.Dhcp;
using BootLab.Net.Links;

namespace BootLab.Vm.Systems;

/// <summary>A card of a guest whose system says nothing of itself: what it sends shows whether the system has a driver for it, and DHCP who asks.</summary>
/// <param name="inner">The port that the card is plugged into.</param>
/// <param name="sent">Is told of each frame, and of the vendor class of a DHCP client's message; null for other frames.</param>
internal sealed class SystemNic(IEthernetPort inner, Action<string?> sent) : IEthernetPort
{
    /// <summary>What stands for a DHCP client that names no vendor class.</summary>
    public const string NoClass = "(none)";

    private const int EtherType = 12;
    private const int IpHeader = 14;
    private const int UdpHeader = 8;
    private const byte Udp = 17;

    /// <inheritdoc/>
    public bool IsLinkUp => inner.IsLinkUp;

    /// <inheritdoc/>
    public Action<ReadOnlyMemory<byte>>? Received { get => inner.Received; set => inner.Received = value; }

    /// <inheritdoc/>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        sent(DhcpClass(frame));
        inner.Send(frame);
    }

    /// <summary>The vendor class of a DHCP client's message (option 60, up to its first colon); null for anything else.</summary>
    internal static string? DhcpClass(ReadOnlyMemory<byte> frame)
    {
        var bytes = frame.Span;
        if (bytes.Length < IpHeader + 20 || BinaryPrimitives.ReadUInt16BigEndian(bytes[EtherType..]) != 0x0800 || bytes[IpHeader + 9] != Udp)
        {
            return null;
        }

        var udp = IpHeader + ((bytes[IpHeader] & 15) * 4);
        return bytes.Length >= udp + UdpHeader && BinaryPrimitives.ReadUInt16BigEndian(bytes[(udp + 2)..]) == DhcpPorts.Server && DhcpMessage.TryRead(frame[(udp + UdpHeader)..], out var message, out _)
            ? message.GetText(DhcpOptionCode.VendorClass)?.Split(':')[0] ?? NoClass
            : null;
    }
}
