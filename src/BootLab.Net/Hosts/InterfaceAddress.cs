using System.Net;

namespace BootLab.Net.Hosts;

/// <summary>An address of an interface with the length of its on-link prefix in bits.</summary>
public sealed record InterfaceAddress(IPAddress Address, int PrefixLength)
{
    private readonly IPNetwork _network = NetworkOf(Address, PrefixLength);

    /// <summary>Whether an address lies in the on-link prefix.</summary>
    public bool IsOnLink(IPAddress other) => _network.Contains(other);

    /// <summary>Whether an address is the prefix's IPv4 broadcast address.</summary>
    internal bool IsBroadcast(IPAddress other)
    {
        if (PrefixLength is 0 or > 30 || other.AddressFamily != Address.AddressFamily || !IsOnLink(other))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        other.TryWriteBytes(bytes, out var length);
        return length == 4 && ~System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) << PrefixLength == 0;
    }

    internal static void ClearHostBits(Span<byte> address, int prefixLength)
    {
        for (var bit = prefixLength; bit < address.Length * 8; bit++)
        {
            address[bit / 8] &= (byte)~(0x80 >> bit % 8);
        }
    }

    private static IPNetwork NetworkOf(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, bytes.Length * 8);
        ClearHostBits(bytes, prefixLength);
        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }
}
