using System.Buffers.Binary;

namespace BootLab.Disk.Images;

/// <summary>What a VHD holds (Microsoft, Virtual Hard Disk Image Format Specification 1.0, disk type).</summary>
public enum VhdType : uint
{
    /// <summary>The whole disk, before the footer.</summary>
    Fixed = 2,

    /// <summary>The blocks that were written.</summary>
    Dynamic = 3,

    /// <summary>The blocks that differ from another image's.</summary>
    Differencing = 4,
}

/// <summary>The last 512 bytes of a VHD; numbers are big-endian.</summary>
/// <param name="DataOffset">Where the header of a dynamic disk is; all ones for a fixed one.</param>
/// <param name="DiskSize">Bytes of the disk.</param>
/// <param name="Type">What the file holds.</param>
public sealed record VhdFooter(ulong DataOffset, long DiskSize, VhdType Type)
{
    /// <summary>Bytes of the footer.</summary>
    public const int Size = 512;

    private const int VersionOffset = 12;
    private const int DataOffsetOffset = 16;
    private const int DiskSizeOffset = 48;
    private const int TypeOffset = 60;
    private const int ChecksumOffset = 64;
    private const uint Version1 = 0x00010000;

    /// <summary>Whether bytes start like a footer, sound or not.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> footer) => footer.Length >= Size && footer.StartsWith("conectix"u8);

    /// <summary>Reads a footer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> footer, out VhdFooter value, out DiskError? error)
    {
        value = null!;
        error = !HasSignature(footer) ? new DiskError(0, "found no signature 'conectix', expected the footer of a VHD") : Check(footer);
        if (error is not null)
        {
            return false;
        }

        value = new VhdFooter(
            BinaryPrimitives.ReadUInt64BigEndian(footer[DataOffsetOffset..]),
            BinaryPrimitives.ReadInt64BigEndian(footer[DiskSizeOffset..]),
            (VhdType)BinaryPrimitives.ReadUInt32BigEndian(footer[TypeOffset..]));
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="DiskFormatException">The bytes are no footer, or one that cannot be true.</exception>
    public static VhdFooter Read(ReadOnlySpan<byte> footer) => TryRead(footer, out var value, out var error) ? value : throw new DiskFormatException(error!);

    /// <summary>The size of the disk in a fixed VHD.</summary>
    /// <param name="end">The last bytes of the file.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <exception cref="DiskFormatException">The footer cannot be true; the place is an offset in the file.</exception>
    public static long ReadFixed(ReadOnlySpan<byte> end, long fileLength)
    {
        var place = fileLength - Size;
        if (!TryRead(end, out var footer, out var error))
        {
            throw new DiskFormatException(error! with { Offset = place + error.Offset });
        }

        // A dynamic disk has a copy of its footer at byte 0, by which it would have been told.
        if (footer.Type != VhdType.Fixed)
        {
            throw new DiskFormatException(new DiskError(0, $"found no copy of the footer at the start, expected one in a VHD of type {(uint)footer.Type}: the image is damaged"));
        }

        return footer.DiskSize <= place
            ? footer.DiskSize
            : throw new DiskFormatException(new DiskError(place, $"found a footer of a disk of {footer.DiskSize} bytes behind {place}, expected as many: the image is truncated"));
    }

    private static DiskError? Check(ReadOnlySpan<byte> footer)
    {
        var (checksum, expected) = (BinaryPrimitives.ReadUInt32BigEndian(footer[ChecksumOffset..]), ChecksumOf(footer));
        if (checksum != expected)
        {
            return new DiskError(ChecksumOffset, $"found the checksum {checksum:x8}, expected {expected:x8} over the footer of a VHD");
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(footer[VersionOffset..]);
        if (version >> 16 != Version1 >> 16)
        {
            return new DiskError(VersionOffset, $"found a VHD of version {version >> 16}.{version & 0xffff}, expected 1");
        }

        var size = BinaryPrimitives.ReadUInt64BigEndian(footer[DiskSizeOffset..]);
        if (size is 0 or > long.MaxValue)
        {
            return new DiskError(DiskSizeOffset, $"found a disk of {size} bytes, expected at least 1 and fewer than 2^63");
        }

        var type = BinaryPrimitives.ReadUInt32BigEndian(footer[TypeOffset..]);
        return (VhdType)type is VhdType.Fixed or VhdType.Dynamic or VhdType.Differencing
            ? null
            : new DiskError(TypeOffset, $"found the disk type {type}, expected 2 (fixed), 3 (dynamic) or 4 (differencing)");
    }

    // The complement of the sum of all bytes but those of the checksum itself.
    private static uint ChecksumOf(ReadOnlySpan<byte> footer)
    {
        var sum = 0u;
        for (var i = 0; i < Size; i++)
        {
            sum += i is >= ChecksumOffset and < ChecksumOffset + 4 ? (byte)0 : footer[i];
        }

        return ~sum;
    }
}
