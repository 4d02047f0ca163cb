using System.Net;

namespace BootLab.Net.Wire;

/// <summary>IP addresses in headers.</summary>
internal static class WireAddress
{
    /// <summary>Reads an IPv4 address; the two that stand in every other DHCP frame are not made anew.</summary>
    public static IPAddress ReadIpv4(ReadOnlySpan<byte> bytes)
    {
        var address = bytes[..4];
        return address.IndexOfAnyExcept((byte)0) < 0 ? IPAddress.Any
            : address.IndexOfAnyExcept((byte)255) < 0 ? IPAddress.Broadcast
            : new IPAddress(address);
    }

    /// <summary>Writes an address of either family.</summary>
    public static void Write(Span<byte> bytes, IPAddress address)
    {
        if (!address.TryWriteBytes(bytes, out _))
        {
            throw new ArgumentException($"{address} does not fit {bytes.Length} bytes: source and destination are of one family", nameof(address));
        }
    }
}
