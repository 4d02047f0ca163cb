using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace BootLab.Disk.Fat;

/// <summary>The first sector of a FAT volume (Microsoft, FAT32 File System Specification 1.03): its units, and where its parts are.</summary>
/// <param name="Kind">Bits of an entry of the table.</param>
/// <param name="ClusterSize">Bytes of a cluster, a power of two.</param>
/// <param name="Clusters">Number of clusters; they count from 2.</param>
/// <param name="TableStart">Byte of the volume at which the first table starts.</param>
/// <param name="RootStart">Byte of the volume at which the root directory starts; FAT32 has it in a cluster.</param>
/// <param name="RootLength">Bytes of the root directory; 0 for FAT32.</param>
/// <param name="RootCluster">First cluster of the root directory of FAT32; else 0.</param>
/// <param name="DataStart">Byte of the volume at which cluster 2 starts.</param>
/// <param name="Label">The label in the sector, which the one in the root directory overrides; empty for none.</param>
/// <param name="SerialNumber">The volume's serial number; 0 when the sector has none.</param>
public sealed record FatBootSector(
    FatKind Kind,
    int ClusterSize,
    uint Clusters,
    long TableStart,
    long RootStart,
    int RootLength,
    uint RootCluster,
    long DataStart,
    string Label,
    uint SerialNumber)
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Size = 512;

    private const int BytesPerSectorOffset = 11;
    private const int SectorsPerClusterOffset = 13;
    private const int ReservedOffset = 14;
    private const int TablesOffset = 16;
    private const int RootEntriesOffset = 17;
    private const int Sectors16Offset = 19;
    private const int TableSectors16Offset = 22;
    private const int Sectors32Offset = 32;
    private const int TableSectors32Offset = 36;
    private const int RootClusterOffset = 44;
    private const int ExtendedOffset16 = 36;
    private const int ExtendedOffset32 = 64;

    private const int FewestClusters16 = 4085;
    private const int FewestClusters32 = 65525;
    private const uint MostClusters32 = 0x0ffffff5;

    /// <summary>Whether a sector says that it is FAT's, sound or not: by the text that formatters put there.</summary>
    public static bool HasName(ReadOnlySpan<byte> sector) =>
        sector.Length >= Size && (sector[54..].StartsWith("FAT12   "u8) || sector[54..].StartsWith("FAT16   "u8) || sector[82..].StartsWith("FAT32   "u8));

    /// <summary>Reads the first sector of a volume.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out FatBootSector value, out DiskError? error)
    {
        value = null!;
        error = CheckUnits(sector);
        if (error is not null)
        {
            return false;
        }

        var bytesPerSector = UInt16(sector, BytesPerSectorOffset);
        var sectors = UInt16(sector, Sectors16Offset) is > 0 and var few ? few : UInt32(sector, Sectors32Offset);
        var is32 = UInt16(sector, TableSectors16Offset) == 0;
        var tableSectors = is32 ? UInt32(sector, TableSectors32Offset) : (uint)UInt16(sector, TableSectors16Offset);
        var reserved = UInt16(sector, ReservedOffset);
        var rootLength = UInt16(sector, RootEntriesOffset) * FatEntry.Size;
        var rootSector = reserved + ((long)sector[TablesOffset] * tableSectors);
        var dataSector = rootSector + ((rootLength + bytesPerSector - 1) / bytesPerSector);
        var inData = (sectors - dataSector) / sector[SectorsPerClusterOffset];
        if (dataSector >= sectors || inData == 0)
        {
            error = new DiskError(Sectors32Offset, $"found a volume of {sectors} sectors, expected more than the {dataSector} before its first cluster");
            return false;
        }

        var kind = is32 ? FatKind.Fat32 : inData < FewestClusters16 ? FatKind.Fat12 : FatKind.Fat16;
        if (inData >= (is32 ? MostClusters32 : FewestClusters32))
        {
            error = new DiskError(Sectors32Offset, $"found {inData} clusters, expected fewer than {(is32 ? MostClusters32 : FewestClusters32)} in a volume of FAT{(int)kind}");
            return false;
        }

        // What the table has no entries for is not used; two entries come before the first cluster's.
        var inTable = (long)tableSectors * bytesPerSector * 8 / (int)kind - 2;
        if (inTable <= 0)
        {
            error = new DiskError(is32 ? TableSectors32Offset : TableSectors16Offset, $"found a file allocation table of {tableSectors} sectors, expected one with entries for clusters");
            return false;
        }

        value = new FatBootSector(
            kind,
            sector[SectorsPerClusterOffset] * bytesPerSector,
            (uint)Math.Min(inData, inTable),
            (long)reserved * bytesPerSector,
            rootSector * bytesPerSector,
            is32 ? 0 : rootLength,
            is32 ? UInt32(sector, RootClusterOffset) : 0,
            dataSector * bytesPerSector,
            Label: ReadLabel(sector, is32, out var serial),
            serial);
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="FatFormatException">The sector is not that of a FAT volume.</exception>
    public static FatBootSector Read(ReadOnlySpan<byte> sector) => TryRead(sector, out var value, out var error) ? value : throw new FatFormatException(error!);

    private static DiskError? CheckUnits(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < Size)
        {
            return new DiskError(sector.Length, $"found {sector.Length} bytes, expected the boot sector of a FAT volume of {Size}");
        }

        if (sector[510] != 0x55 || sector[511] != 0xaa)
        {
            return new DiskError(510, $"found {sector[510]:X2} {sector[511]:X2}, expected the boot signature 55 AA");
        }

        var bytesPerSector = UInt16(sector, BytesPerSectorOffset);
        if (bytesPerSector is < 512 or > 4096 || !BitOperations.IsPow2((uint)bytesPerSector))
        {
            return new DiskError(BytesPerSectorOffset, $"found sectors of {bytesPerSector} bytes, expected a power of two from 512 to 4096");
        }

        var perCluster = sector[SectorsPerClusterOffset];
        return !BitOperations.IsPow2((uint)perCluster) ? new DiskError(SectorsPerClusterOffset, $"found {perCluster} sectors in a cluster, expected a power of two")
            : UInt16(sector, ReservedOffset) == 0 ? new DiskError(ReservedOffset, "found no reserved sector, expected at least this one")
            : sector[TablesOffset] is 0 or > 4 ? new DiskError(TablesOffset, $"found {sector[TablesOffset]} file allocation tables, expected 1 or 2")
            : null;
    }

    // The extended boot signature says what follows: 29h serial number and label, 28h the number alone.
    private static string ReadLabel(ReadOnlySpan<byte> sector, bool is32, out uint serial)
    {
        var extended = sector[(is32 ? ExtendedOffset32 : ExtendedOffset16)..];
        serial = extended[2] is 0x28 or 0x29 ? UInt32(extended, 3) : 0;
        var label = extended[2] == 0x29 ? Encoding.Latin1.GetString(extended.Slice(7, 11)).TrimEnd() : string.Empty;
        return label == "NO NAME" ? string.Empty : label;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
