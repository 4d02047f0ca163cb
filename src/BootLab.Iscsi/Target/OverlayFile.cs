using System.Buffers.Binary;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The layout of an overlay file; docs/overlay-file.md describes it.</summary>
internal readonly record struct OverlayFile(int BlockSize, long BlockCount)
{
    /// <summary>Bytes of the header, and what the areas after it are aligned to.</summary>
    public const int HeaderLength = 4096;

    public const long StatesOffset = HeaderLength;

    private const int Version = 1;
    private const int CheckedLength = 48;

    private static ReadOnlySpan<byte> Magic => "BootLab overlay\n"u8;

    public long DataOffset => StatesOffset + ((StatesLength + HeaderLength - 1) / HeaderLength * HeaderLength);

    public long Length => DataOffset + (BlockCount * BlockSize);

    /// <summary>Two bits a block.</summary>
    public long StatesLength => (BlockCount + 3) / 4;

    public byte[] WriteHeader()
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), BlockSize);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), BlockCount * BlockSize);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), StatesOffset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), DataOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(CheckedLength), Crc32C.Of(header.AsSpan(0, CheckedLength)));
        return header;
    }

    /// <summary>Says what is wrong with a header; null when it is the one of this disk.</summary>
    public string? Check(ReadOnlySpan<byte> header, long fileLength)
    {
        if (header.Length < HeaderLength || !header.ContainsAnyExcept((byte)0))
        {
            return $"found no header in a file of {fileLength} bytes, expected {HeaderLength} bytes: it was being made when its process ended; delete it";
        }

        if (!header.StartsWith(Magic))
        {
            return $"found '{Printable(header[..Magic.Length])}' at byte 0, expected 'BootLab overlay': this is another kind of file; name another path for the overlay";
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        if (version != Version)
        {
            return $"found version {version} at byte 16, expected {Version}: open it with the program that made it, or delete it";
        }

        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[CheckedLength..]);
        if (checksum != Crc32C.Of(header[..CheckedLength]))
        {
            return $"found checksum {checksum:x8} at byte {CheckedLength}, expected {Crc32C.Of(header[..CheckedLength]):x8}: the header is damaged; delete the overlay, its blocks cannot be trusted";
        }

        var blockSize = BinaryPrimitives.ReadInt32LittleEndian(header[20..]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        if (blockSize != BlockSize || length != BlockCount * BlockSize)
        {
            return $"found an overlay of a disk of {length} bytes in blocks of {blockSize}, expected {BlockCount * BlockSize} in blocks of {BlockSize}: it belongs to another image; open it with that one, or delete it";
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(header[32..]) != StatesOffset || BinaryPrimitives.ReadInt64LittleEndian(header[40..]) != DataOffset)
        {
            return $"found other offsets at byte 32 than {StatesOffset} and {DataOffset}: delete the overlay";
        }

        return fileLength == Length ? null : $"found a file of {fileLength} bytes, expected {Length}: it was cut short or added to; restore it whole, or delete it";
    }

    /// <summary>Says what is wrong with bytes of the states; null for nothing.</summary>
    /// <param name="states">The bytes.</param>
    /// <param name="firstBlock">The block of their first bits.</param>
    public string? CheckStates(ReadOnlySpan<byte> states, long firstBlock)
    {
        for (var i = 0; i < states.Length; i++)
        {
            // Of each pair of bits both are set: no such state. Behind the last block nothing is set.
            var left = BlockCount - firstBlock - (i * 4L);
            var beyond = left >= 4 ? 0 : left <= 0 ? 0xff : 0xff << (int)(left * 2);
            if ((states[i] & (states[i] >> 1) & 0x55) != 0 || (states[i] & beyond & 0xff) != 0)
            {
                return $"found state byte {states[i]:x2} at byte {StatesOffset + (firstBlock / 4) + i}, expected states 0 to 2 of blocks on the disk: the file is damaged; delete it";
            }
        }

        return null;
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] is >= 0x20 and < 0x7f ? (char)bytes[i] : '.';
        }

        return new string(text);
    }
}
