using System.Buffers.Binary;
using System.Net.NetworkInformation;

namespace BootLab.Net.Wire;

/// <summary>MAC addresses as numbers, the first byte the most significant of 48 bits: what frames are written from and looked up by.</summary>
internal static class MacNumber
{
    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public const ulong Broadcast = 0xFFFF_FFFF_FFFF;

    public static ulong Of(PhysicalAddress mac) => Read(mac.GetAddressBytes());

    public static ulong Read(ReadOnlySpan<byte> bytes) =>
        (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32 | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    public static void Write(Span<byte> bytes, ulong mac)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(mac >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)mac);
    }

    /// <summary>The group bit of IEEE 802 addresses.</summary>
    public static bool IsGroup(ulong mac) => (mac >> 40 & 1) != 0;
}
