using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Optical;

/// <summary>The primary volume descriptor of ISO 9660 (ECMA-119, 8.4). It stands in sector 16 of 2048 bytes: a disk of 512-byte blocks has it in LBA 64.</summary>
/// <param name="Name">The volume identifier, without trailing blanks.</param>
/// <param name="Sectors">Size of the volume in logical blocks.</param>
/// <param name="BlockSize">Bytes of a logical block, normally 2048.</param>
public sealed record IsoVolume(string Name, uint Sectors, int BlockSize)
{
    /// <summary>Bytes of a sector.</summary>
    public const int SectorSize = 2048;

    /// <summary>The sector of the first volume descriptor.</summary>
    public const int FirstDescriptor = 16;

    private const int NameOffset = 40;
    private const int NameLength = 32;
    private const int SectorsOffset = 80;
    private const int BlockSizeOffset = 128;
    private const byte PrimaryType = 1;

    /// <summary>Reads sector 16.</summary>
    public static bool TryRead(ReadOnlySpan<byte> sector, out IsoVolume value, out DiskError? error)
    {
        value = null!;
        error = sector.Length < SectorSize ? new DiskError(sector.Length, $"found {sector.Length} bytes, expected a volume descriptor of {SectorSize}")
            : !IsDescriptor(sector, PrimaryType) ? new DiskError(0, "found no primary volume descriptor, expected 01 'CD001'")
            : null;
        if (error is not null)
        {
            return false;
        }

        value = new IsoVolume(
            Encoding.ASCII.GetString(sector.Slice(NameOffset, NameLength)).TrimEnd(' ', '\0'),
            BinaryPrimitives.ReadUInt32LittleEndian(sector[SectorsOffset..]),
            BinaryPrimitives.ReadUInt16LittleEndian(sector[BlockSizeOffset..]));
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    /// <exception cref="DiskFormatException">The sector holds no primary volume descriptor.</exception>
    public static IsoVolume Read(ReadOnlySpan<byte> sector) => TryRead(sector, out var value, out var error) ? value : throw new DiskFormatException(error!);

    internal static bool IsDescriptor(ReadOnlySpan<byte> sector, byte type) => sector[0] == type && sector[1..].StartsWith("CD001"u8);
}
