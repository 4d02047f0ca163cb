using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Rules;

/// <summary>Subnets of addresses as tables hold them; allocates nothing.</summary>
public static class Subnets
{
    /// <summary>Whether two addresses of one family share their first bits; IPv4 counts within its 32 bits. No prefix fits when it is longer than the address.</summary>
    public static bool Same(IbftAddress one, IbftAddress other, int prefixLength)
    {
        if (one.IsIPv4 != other.IsIPv4 || prefixLength > (one.IsIPv4 ? 32 : 128))
        {
            return false;
        }

        var bits = prefixLength + (one.IsIPv4 ? 96 : 0);
        return bits == 0 || ((Value(one) ^ Value(other)) >> (128 - bits)) == 0;
    }

    /// <summary>How a host with this address, prefix length and gateway gets to another address: on-link, or by a gateway that is on-link itself.</summary>
    public static Reach Reach(IbftAddress address, int prefixLength, IbftAddress gateway, IbftAddress destination) =>
        Same(address, destination, prefixLength) ? Machine.Reach.OnLink
        : gateway.IsSpecified && Same(address, gateway, prefixLength) ? Machine.Reach.ThroughGateway
        : Machine.Reach.None;

    /// <summary>The 128 bits of an address as a number.</summary>
    public static UInt128 Value(IbftAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.Write(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
