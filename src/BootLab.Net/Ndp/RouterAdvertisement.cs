using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;

namespace BootLab.Net.Ndp;

/// <summary>A prefix that a router advertises (RFC 4861, 4.6.2).</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="OnLink">The L flag: addresses in it are on the segment.</param>
/// <param name="Autonomous">The A flag: hosts may make themselves an address in it.</param>
/// <param name="ValidSeconds">Valid lifetime.</param>
/// <param name="PreferredSeconds">Preferred lifetime.</param>
public sealed record AdvertisedPrefix(IPNetwork Prefix, bool OnLink, bool Autonomous, uint ValidSeconds, uint PreferredSeconds);

/// <summary>A router advertisement (RFC 4861, 4.2).</summary>
public sealed record RouterAdvertisement
{
    private const int OptionsOffset = 16;
    private const byte PrefixInformation = 3;

    /// <summary>The router's link-local address: the packet's source.</summary>
    public required IPAddress Router { get; init; }

    /// <summary>The hop limit that hosts should use; 0 when the router does not say.</summary>
    public byte HopLimit { get; init; } = 64;

    /// <summary>The M flag: addresses are given out by DHCPv6.</summary>
    public bool Managed { get; init; }

    /// <summary>The O flag: other settings are given out by DHCPv6.</summary>
    public bool OtherConfiguration { get; init; }

    /// <summary>For how many seconds the router may be used as the default router; 0 for not at all.</summary>
    public ushort LifetimeSeconds { get; init; }

    /// <summary>The router's MAC address; null when not given.</summary>
    public PhysicalAddress? RouterMac { get; init; }

    /// <summary>The advertised prefixes.</summary>
    public IReadOnlyList<AdvertisedPrefix> Prefixes { get; init; } = [];

    /// <summary>Reads an ICMPv6 message of type 134; false when it is malformed.</summary>
    internal static bool TryRead(IPAddress source, ReadOnlySpan<byte> message, out RouterAdvertisement advertisement)
    {
        advertisement = new RouterAdvertisement { Router = source };
        if (message.Length < OptionsOffset || !source.IsIPv6LinkLocal)
        {
            return false;
        }

        PhysicalAddress? mac = null;
        var prefixes = new List<AdvertisedPrefix>();
        var options = message[OptionsOffset..];
        while (NdpMessage.TryReadOption(ref options, out var kind, out var value))
        {
            if (kind == NdpMessage.SourceLinkLayerAddress && value.Length == 6)
            {
                mac = new PhysicalAddress(value.ToArray());
            }
            else if (kind == PrefixInformation && value.Length == 30)
            {
                if (value[0] > 128)
                {
                    return false;
                }

                prefixes.Add(new AdvertisedPrefix(
                    Network(value[14..], value[0]),
                    (value[1] & 0x80) != 0,
                    (value[1] & 0x40) != 0,
                    BinaryPrimitives.ReadUInt32BigEndian(value[2..]),
                    BinaryPrimitives.ReadUInt32BigEndian(value[6..])));
            }
        }

        advertisement = new RouterAdvertisement
        {
            Router = source,
            HopLimit = message[4],
            Managed = (message[5] & 0x80) != 0,
            OtherConfiguration = (message[5] & 0x40) != 0,
            LifetimeSeconds = BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
            RouterMac = mac,
            Prefixes = prefixes,
        };
        return options.IsEmpty;
    }

    /// <summary>The ICMPv6 message, its checksum left to the sender.</summary>
    internal byte[] Write()
    {
        var message = new List<byte>
        {
            NdpMessage.RouterAdvertisement, 0, 0, 0,
            HopLimit,
            (byte)((Managed ? 0x80 : 0) | (OtherConfiguration ? 0x40 : 0)),
            (byte)(LifetimeSeconds >> 8), (byte)LifetimeSeconds,
            // Reachable time and retransmission timer: unspecified.
            0, 0, 0, 0, 0, 0, 0, 0,
        };
        if (RouterMac is not null)
        {
            message.AddRange(NdpMessage.LinkLayer(NdpMessage.SourceLinkLayerAddress, RouterMac));
        }

        foreach (var prefix in Prefixes)
        {
            var option = new byte[32];
            option[0] = PrefixInformation;
            option[1] = 4;
            option[2] = (byte)prefix.Prefix.PrefixLength;
            option[3] = (byte)((prefix.OnLink ? 0x80 : 0) | (prefix.Autonomous ? 0x40 : 0));
            BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), prefix.ValidSeconds);
            BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), prefix.PreferredSeconds);
            prefix.Prefix.BaseAddress.GetAddressBytes().CopyTo(option, 16);
            message.AddRange(option);
        }

        return [.. message];
    }

    // A router may leave host bits in the prefix: they are to be ignored (RFC 4861, 4.6.2).
    private static IPNetwork Network(ReadOnlySpan<byte> address, int prefixLength)
    {
        var bytes = address.ToArray();
        Hosts.InterfaceAddress.ClearHostBits(bytes, prefixLength);
        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }
}
