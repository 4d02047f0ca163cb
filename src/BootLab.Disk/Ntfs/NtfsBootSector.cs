using System.Buffers.Binary;
using System.Numerics;

namespace BootLab.Disk.Ntfs;

/// <summary>The first sector of an NTFS volume: its units, and where the master file table starts.</summary>
/// <param name="BytesPerSector">Bytes of a sector, 256 to 4096.</param>
/// <param name="ClusterSize">Bytes of a cluster, a power of two up to 2 MiB.</param>
/// <param name="Clusters">Whole clusters of the volume.</param>
/// <param name="MftCluster">First cluster of the master file table.</param>
/// <param name="MftMirrorCluster">First cluster of the copy of its first records.</param>
/// <param name="RecordSize">Bytes of a record of the master file table, 1024 or 4096 as Windows makes them.</param>
/// <param name="IndexBlockSize">Bytes of a block of a directory, mostly 4096; each directory says it again.</param>
/// <param name="SerialNumber">The volume's serial number.</param>
public sealed record NtfsBootSector(
    int BytesPerSector,
    int ClusterSize,
    long Clusters,
    long MftCluster,
    long MftMirrorCluster,
    int RecordSize,
    int IndexBlockSize,
    ulong SerialNumber)
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Size = 512;

    private const int BytesPerSectorOffset = 11;
    private const int SectorsPerClusterOffset = 13;
    private const int SectorsOffset = 40;
    private const int MftOffset = SectorsOffset + 8;
    private const int MftMirrorOffset = MftOffset + 8;
    private const int RecordSizeOffset = MftMirrorOffset + 8;
    private const int IndexBlockSizeOffset = RecordSizeOffset + 4;
    private const int SerialNumberOffset = IndexBlockSizeOffset + 4;

    private const int LargestCluster = 2 << 20;
    private const int SmallestBlock = 512;
    private const int LargestRecord = 4 << 10;
    private const int LargestIndexBlock = 64 << 10;

    /// <summary>Whether a sector says that it is NTFS's, sound or not.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> sector) => sector.Length >= Size && sector[3..].StartsWith("NTFS    "u8);

    /// <summary>Reads the first sector of a volume.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out NtfsBootSector value, out DiskError? error)
    {
        value = null!;
        error = !HasSignature(sector) ? new DiskError(3, "found no signature 'NTFS    ', expected the boot sector of an NTFS volume") : null;
        if (error is not null)
        {
            return false;
        }

        var bytesPerSector = BinaryPrimitives.ReadUInt16LittleEndian(sector[BytesPerSectorOffset..]);
        if (bytesPerSector is < 256 or > 4096 || !BitOperations.IsPow2((uint)bytesPerSector))
        {
            error = new DiskError(BytesPerSectorOffset, $"found sectors of {bytesPerSector} bytes, expected a power of two from 256 to 4096");
            return false;
        }

        // From 0x80 on the number is the negative exponent of two.
        var perCluster = sector[SectorsPerClusterOffset];
        var clusterSize = perCluster <= 0x80 ? (long)perCluster * bytesPerSector
            : perCluster >= 0xe0 ? (long)bytesPerSector << (256 - perCluster)
            : 0;
        if (clusterSize is <= 0 or > LargestCluster || !BitOperations.IsPow2(clusterSize))
        {
            error = new DiskError(SectorsPerClusterOffset, $"found {perCluster} as sectors of a cluster, expected a power of two and at most 2 MiB together");
            return false;
        }

        var sectors = BinaryPrimitives.ReadInt64LittleEndian(sector[SectorsOffset..]);
        if (sectors <= 0 || sectors > long.MaxValue / bytesPerSector)
        {
            error = new DiskError(SectorsOffset, $"found a volume of {(ulong)sectors} sectors, expected at least 1 and fewer than 2^63 bytes");
            return false;
        }

        var clusters = sectors * bytesPerSector / clusterSize;
        var mft = BinaryPrimitives.ReadInt64LittleEndian(sector[MftOffset..]);
        if (mft <= 0 || mft >= clusters)
        {
            error = new DiskError(MftOffset, $"found the master file table at cluster {(ulong)mft}, expected one of the volume's {clusters}");
            return false;
        }

        if (!TryReadBlockSize(sector, RecordSizeOffset, (int)clusterSize, LargestRecord, out var recordSize, out error)
            || !TryReadBlockSize(sector, IndexBlockSizeOffset, (int)clusterSize, LargestIndexBlock, out var indexBlockSize, out error))
        {
            return false;
        }

        value = new NtfsBootSector(
            bytesPerSector,
            (int)clusterSize,
            clusters,
            mft,
            BinaryPrimitives.ReadInt64LittleEndian(sector[MftMirrorOffset..]),
            recordSize,
            indexBlockSize,
            BinaryPrimitives.ReadUInt64LittleEndian(sector[SerialNumberOffset..]));
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="NtfsFormatException">The sector is not that of an NTFS volume.</exception>
    public static NtfsBootSector Read(ReadOnlySpan<byte> sector) => TryRead(sector, out var value, out var error) ? value : throw new NtfsFormatException(error!);

    // A number of clusters, or the negative exponent of two of a number of bytes.
    private static bool TryReadBlockSize(ReadOnlySpan<byte> sector, int offset, int clusterSize, int largest, out int size, out DiskError? error)
    {
        var number = (sbyte)sector[offset];
        var bytes = number > 0 ? (long)number * clusterSize : number >= -30 && number < 0 ? 1L << -number : 0;
        error = bytes < SmallestBlock || bytes > largest || !BitOperations.IsPow2(bytes)
            ? new DiskError(offset, $"found the size {number}, expected a number of clusters, or the negative exponent of two, of {SmallestBlock} to {largest} bytes")
            : null;
        size = (int)bytes;
        return error is null;
    }
}
