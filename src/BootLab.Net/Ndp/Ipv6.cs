using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Wire;

namespace BootLab.Net.Ndp;

/// <summary>Well-known and derived IPv6 addresses.</summary>
public static class Ipv6
{
    /// <summary>ff02::1.</summary>
    public static readonly IPAddress AllNodes = IPAddress.Parse("ff02::1");

    /// <summary>ff02::2.</summary>
    public static readonly IPAddress AllRouters = IPAddress.Parse("ff02::2");

    /// <summary>The link-local address with the modified EUI-64 of a MAC address (RFC 4291, 2.5.6 and appendix A).</summary>
    public static IPAddress LinkLocal(PhysicalAddress mac) => WithInterfaceId(IPAddress.Parse("fe80::"), mac);

    /// <summary>A 64-bit prefix completed by the modified EUI-64 of a MAC address.</summary>
    public static IPAddress WithInterfaceId(IPAddress prefix, PhysicalAddress mac)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(mac);
        var address = prefix.GetAddressBytes();
        var hardware = mac.GetAddressBytes();
        // The universal/local bit is inverted, and ff:fe stands between the halves.
        ReadOnlySpan<byte> id = [(byte)(hardware[0] ^ 2), hardware[1], hardware[2], 0xFF, 0xFE, hardware[3], hardware[4], hardware[5]];
        id.CopyTo(address.AsSpan(8));
        return new IPAddress(address);
    }

    /// <summary>The solicited-node group of an address (RFC 4291, 2.7.1).</summary>
    internal static IPAddress SolicitedNode(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        WireAddress.Write(bytes, address);
        ReadOnlySpan<byte> prefix = [0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF];
        prefix.CopyTo(bytes);
        return new IPAddress(bytes);
    }

    /// <summary>The Ethernet group of an IPv6 group (RFC 2464, 7).</summary>
    internal static ulong GroupMac(IPAddress group)
    {
        Span<byte> bytes = stackalloc byte[16];
        WireAddress.Write(bytes, group);
        return 0x3333_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
    }
}
