using System.Net;
using BootLab.Ibft;

namespace BootLab.Os.Reading;

/// <summary>Addresses as drivers print them.</summary>
internal static class AddressText
{
    /// <summary>IPv4 with dots, everything else as eight groups of four digits: <c>fd00:0000:...</c>, absent as all zeros.</summary>
    public static string Full(IbftAddress address)
    {
        Span<byte> bytes = stackalloc byte[IbftOffsets.AddressSize];
        address.Write(bytes);
        return address.IsIPv4 ? new IPAddress(bytes[12..]).ToString() : string.Join(':', bytes.ToArray().Chunk(2).Select(Convert.ToHexStringLower));
    }
}
