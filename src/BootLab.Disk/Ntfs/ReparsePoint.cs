using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BootLab.Disk.Ntfs;

/// <summary>What a file or directory stands for when Windows does not take it as it is.</summary>
/// <param name="Tag">Who has to say what it means ([MS-FSCC] 2.1.2.1).</param>
/// <param name="Kind">The tag in words.</param>
/// <param name="Target">Where a symbolic link or mount point leads, as Windows shows it; else null.</param>
public sealed record ReparsePoint(uint Tag, string Kind, string? Target)
{
    /// <summary>Tag of a mount point (a directory junction, or a volume's).</summary>
    public const uint MountPointTag = 0xa000_0003;

    /// <summary>Tag of a symbolic link.</summary>
    public const uint SymbolicLinkTag = 0xa000_000c;

    /// <summary>Tag of a file that the Windows Overlay Filter holds compressed: CompactOS, or a WIM behind it.</summary>
    public const uint WofTag = 0x8000_0017;

    /// <summary>Tag of a file whose data are deduplicated elsewhere.</summary>
    public const uint DeduplicatedTag = 0x8000_0013;

    /// <summary>Bytes that a reparse point has at most, header included.</summary>
    internal const int LargestSize = (16 << 10) + HeaderSize;

    private const int HeaderSize = 8;
    private const int WofFile = 2;

    /// <summary>Whether the unnamed stream is not the file's contents.</summary>
    public bool HidesData => Tag is WofTag or DeduplicatedTag;

    internal static ReparsePoint Read(ReadOnlySpan<byte> value, long offset)
    {
        var length = value.Length >= HeaderSize ? BinaryPrimitives.ReadUInt16LittleEndian(value[4..]) : int.MaxValue;
        if (length > value.Length - HeaderSize)
        {
            throw new NtfsFormatException(offset, $"found a reparse point of {value.Length} bytes, expected {HeaderSize} and as many as it says");
        }

        var tag = BinaryPrimitives.ReadUInt32LittleEndian(value);
        var data = value.Slice(HeaderSize, length);
        return tag switch
        {
            SymbolicLinkTag => new(tag, "symbolic link", ReadTarget(data, buffer: 12, offset + HeaderSize)),
            MountPointTag => new(tag, "mount point", ReadTarget(data, buffer: 8, offset + HeaderSize)),
            WofTag => new(tag, DescribeWof(data), Target: null),
            DeduplicatedTag => new(tag, "deduplicated file", Target: null),
            _ => new(tag, $"reparse point {tag:x8}", Target: null),
        };
    }

    // Two names: where it leads for the system, and for people; the second may be empty.
    private static string ReadTarget(ReadOnlySpan<byte> data, int buffer, long offset)
    {
        if (data.Length < buffer)
        {
            throw new NtfsFormatException(offset, $"found a link of {data.Length} bytes, expected at least {buffer}");
        }

        var shown = ReadName(data, 4, buffer, offset);
        return shown.Length > 0 ? shown : ReadName(data, 0, buffer, offset);
    }

    private static string ReadName(ReadOnlySpan<byte> data, int field, int buffer, long offset)
    {
        var (at, length) = (BinaryPrimitives.ReadUInt16LittleEndian(data[field..]), BinaryPrimitives.ReadUInt16LittleEndian(data[(field + 2)..]));
        return buffer + at + length <= data.Length
            ? new string(MemoryMarshal.Cast<byte, char>(data.Slice(buffer + at, length)))
            : throw new NtfsFormatException(offset + field, $"found a name of {length} bytes at {at}, expected it within the link's {data.Length - buffer}");
    }

    private static string DescribeWof(ReadOnlySpan<byte> data) => data.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) != WofFile
        ? "file of an archive behind the Windows Overlay Filter"
        : BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) switch
        {
            0 => "file compressed by CompactOS (XPRESS, 4 KiB)",
            1 => "file compressed by CompactOS (LZX, 32 KiB)",
            2 => "file compressed by CompactOS (XPRESS, 8 KiB)",
            3 => "file compressed by CompactOS (XPRESS, 16 KiB)",
            var other => $"file compressed by CompactOS (algorithm {other})",
        };
}
