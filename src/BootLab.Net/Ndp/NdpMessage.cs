using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Ndp;

/// <summary>Bodies of neighbour solicitations and advertisements, and the options that all NDP messages share (RFC 4861, 4).</summary>
internal static class NdpMessage
{
    public const byte RouterSolicitation = 133;
    public const byte RouterAdvertisement = 134;
    public const byte NeighbourSolicitation = 135;
    public const byte NeighbourAdvertisement = 136;

    /// <summary>What every NDP message must arrive with, so that it cannot have crossed a router.</summary>
    public const int HopLimit = 255;

    public const byte SourceLinkLayerAddress = 1;
    public const byte TargetLinkLayerAddress = 2;

    private const int TargetOffset = 8;
    private const int NeighbourOptions = 24;

    /// <summary>"Who has <paramref name="target"/>?"; the checksum is left to the sender.</summary>
    public static byte[] Solicit(IPAddress target, PhysicalAddress mac) => [NeighbourSolicitation, 0, 0, 0, 0, 0, 0, 0, .. target.GetAddressBytes(), .. LinkLayer(SourceLinkLayerAddress, mac)];

    /// <summary>"<paramref name="target"/> is at <paramref name="mac"/>", with the override flag.</summary>
    public static byte[] Advertise(IPAddress target, PhysicalAddress mac, bool solicited) =>
        [NeighbourAdvertisement, 0, 0, 0, (byte)(solicited ? 0x60 : 0x20), 0, 0, 0, .. target.GetAddressBytes(), .. LinkLayer(TargetLinkLayerAddress, mac)];

    public static byte[] SolicitRouters(PhysicalAddress mac) => [RouterSolicitation, 0, 0, 0, 0, 0, 0, 0, .. LinkLayer(SourceLinkLayerAddress, mac)];

    /// <summary>Reads the target and the link-layer address (null when absent) of a neighbour message; false when it is malformed.</summary>
    public static bool TryReadNeighbour(ReadOnlySpan<byte> message, out IPAddress target, out PhysicalAddress? mac)
    {
        target = IPAddress.IPv6Any;
        mac = null;
        if (message.Length < NeighbourOptions)
        {
            return false;
        }

        target = new IPAddress(message[TargetOffset..NeighbourOptions]);
        var wanted = message[0] == NeighbourSolicitation ? SourceLinkLayerAddress : TargetLinkLayerAddress;
        var options = message[NeighbourOptions..];
        while (TryReadOption(ref options, out var kind, out var value))
        {
            if (kind == wanted && value.Length == 6)
            {
                mac = new PhysicalAddress(value.ToArray());
            }
        }

        return options.IsEmpty;
    }

    /// <summary>Takes the next option: its type and the bytes after its length field. False at the end, or at an option that is cut short (then <paramref name="options"/> is not empty).</summary>
    public static bool TryReadOption(ref ReadOnlySpan<byte> options, out byte kind, out ReadOnlySpan<byte> value)
    {
        kind = 0;
        value = default;
        // The length counts units of 8 bytes; zero would never end.
        if (options.Length < 8 || options[1] == 0 || options[1] * 8 > options.Length)
        {
            return false;
        }

        kind = options[0];
        value = options[2..(options[1] * 8)];
        options = options[(options[1] * 8)..];
        return true;
    }

    public static byte[] LinkLayer(byte kind, PhysicalAddress mac) => [kind, 1, .. mac.GetAddressBytes()];
}
