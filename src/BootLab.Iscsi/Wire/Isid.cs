using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>The initiator's part of a session identifier: six bytes (RFC 7143, 11.12.5).</summary>
/// <param name="Value">The six bytes as a big-endian number.</param>
public readonly record struct Isid(ulong Value)
{
    // Type 01b (IANA enterprise number) in the top bits, then enterprise number 10019, Fen Systems.
    private const ulong FenSystems = 0x4000_2723;
    private const ulong Random = 0x80;

    /// <summary>Type 10b: 24 random bits, qualifier 0.</summary>
    public static Isid FromRandom(int bits) => new((Random << 40) | ((ulong)(bits & 0xffffff) << 16));

    /// <summary>The form of gPXE and iPXE: enterprise number 10019 and a qualifier (iPXE: random, gPXE: 0).</summary>
    public static Isid FromFenSystems(ushort qualifier) => new((FenSystems << 16) | qualifier);

    /// <summary>The form of EDK2: the first six bytes of the MAC with the two top bits cleared (type 00b, OUI).</summary>
    /// <exception cref="ArgumentException">There are fewer than six bytes.</exception>
    public static Isid FromMac(ReadOnlySpan<byte> mac)
    {
        if (mac.Length < 6)
        {
            throw new ArgumentException("a MAC address has six bytes", nameof(mac));
        }

        return new(Read(mac) & 0x3fff_ffff_ffff);
    }

    /// <summary>The IANA enterprise number of who wrote the initiator (type 01b): 10019 for gPXE and iPXE; null for another type.</summary>
    public uint? Enterprise => Value >> 46 == 1 ? (uint)(Value >> 16) & 0xff_ffff : null;

    /// <summary>Takes six bytes as they are.</summary>
    public static Isid FromBytes(ReadOnlySpan<byte> bytes) => new(Read(bytes));

    /// <summary>Writes the six bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(Value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x12");

    private static ulong Read(ReadOnlySpan<byte> bytes) => ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
}
