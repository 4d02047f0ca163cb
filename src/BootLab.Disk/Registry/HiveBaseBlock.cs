using System.Buffers.Binary;

namespace BootLab.Disk.Registry;

/// <summary>The base block: the first 4096 bytes of a hive, of which 512 mean something.</summary>
public sealed record HiveBaseBlock
{
    /// <summary>Bytes of the block; offsets of cells count from its end.</summary>
    public const int Size = 4096;

    internal const int PrimarySequenceOffset = 4;
    internal const int SecondarySequenceOffset = 8;
    internal const int LastWrittenOffset = 12;
    internal const int MajorOffset = 20;
    internal const int MinorOffset = 24;
    internal const int FileTypeOffset = 28;
    internal const int FileFormatOffset = 32;
    internal const int RootCellOffset = 36;
    internal const int BinsLengthOffset = 40;
    internal const int ClusteringFactorOffset = 44;
    internal const int FileNameOffset = 48;
    internal const int FileNameLength = 64;
    internal const int ChecksumOffset = 508;

    /// <summary>Counted up before the hive is written.</summary>
    public uint PrimarySequence { get; init; }

    /// <summary>Set to <see cref="PrimarySequence"/> once all is written.</summary>
    public uint SecondarySequence { get; init; }

    /// <summary>When the hive was last written; null beyond the year 9999.</summary>
    public DateTimeOffset? LastWritten { get; init; }

    /// <summary>Minor number of the format 1.x: 3 (NT 4 to XP), 5 (XP on, big data), 6 (differencing hives).</summary>
    public uint MinorVersion { get; init; }

    /// <summary>Offset of the root key's cell, from the first bin.</summary>
    public uint RootCell { get; init; }

    /// <summary>Bytes of all bins together, as the block says.</summary>
    public uint BinsLength { get; init; }

    /// <summary>The end of the hive's path where it was made, or empty.</summary>
    public string FileName { get; init; } = string.Empty;

    /// <summary>The checksum that the block holds (byte 508).</summary>
    public uint Checksum { get; init; }

    /// <summary>The checksum that it should hold.</summary>
    public uint ExpectedChecksum { get; init; }

    /// <summary>
    /// Whether the last writing did not come to its end, or the block itself is damaged. Windows then applies the transaction logs, and what the bins
    /// hold now may be older than what it boots with.
    /// </summary>
    public bool IsDirty => PrimarySequence != SecondarySequence || Checksum != ExpectedChecksum;

    /// <summary>Reads a base block.</summary>
    /// <exception cref="HiveFormatException">It is none, or of a version or kind that is not read.</exception>
    public static HiveBaseBlock Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Size)
        {
            throw HiveFormatException.At(file.Length, $"found {file.Length} bytes, expected a hive with a base block of {Size}");
        }

        if (!file.StartsWith("regf"u8))
        {
            throw HiveFormatException.At(0, $"found the signature {Convert.ToHexStringLower(file[..4])}, expected 'regf' of a registry hive");
        }

        var (major, minor, type, format) = (UInt32(file, MajorOffset), UInt32(file, MinorOffset), UInt32(file, FileTypeOffset), UInt32(file, FileFormatOffset));
        if (major != 1 || minor < 3)
        {
            throw HiveFormatException.At(MajorOffset, $"found a hive of version {major}.{minor}, expected 1.3 or later");
        }

        // 2 is SYSTEM.ALT of Windows 2000, a full copy; 1 and 6 are transaction logs.
        if (type is not (0 or 2) || format != 1)
        {
            throw HiveFormatException.At(FileTypeOffset, $"found a file of type {type}, format {format}, expected a hive (0, 1): a transaction log holds changes only");
        }

        return new HiveBaseBlock
        {
            PrimarySequence = UInt32(file, PrimarySequenceOffset),
            SecondarySequence = UInt32(file, SecondarySequenceOffset),
            LastWritten = HiveText.Time(BinaryPrimitives.ReadInt64LittleEndian(file[LastWrittenOffset..])),
            MinorVersion = minor,
            RootCell = UInt32(file, RootCellOffset),
            BinsLength = UInt32(file, BinsLengthOffset),
            FileName = HiveText.Utf16(file.Slice(FileNameOffset, FileNameLength)).Split('\0')[0],
            Checksum = UInt32(file, ChecksumOffset),
            ExpectedChecksum = ChecksumOf(file),
        };
    }

    /// <summary>The exclusive or of the 127 words before the checksum; 0 and -1 are avoided.</summary>
    internal static uint ChecksumOf(ReadOnlySpan<byte> block)
    {
        var sum = 0u;
        for (var at = 0; at < ChecksumOffset; at += 4)
        {
            sum ^= UInt32(block, at);
        }

        return sum switch { 0 => 1, uint.MaxValue => uint.MaxValue - 1, _ => sum };
    }

    private static uint UInt32(ReadOnlySpan<byte> block, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(block[offset..]);
}
