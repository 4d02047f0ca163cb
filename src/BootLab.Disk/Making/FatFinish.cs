using System.Buffers.Binary;

namespace BootLab.Disk.Making;

/// <summary>Takes the name and the boot code of the program that made it out of a fresh FAT32 volume.</summary>
public static class FatFinish
{
    private const int SectorSize = 512;
    private const int NameOffset = 3;
    private const int BackupOffset = 50;
    private const int BootCodeOffset = 90;
    private const int SignatureOffset = 510;

    /// <summary>Finishes a volume; an empty one is left alone.</summary>
    /// <param name="volume">All of its bytes.</param>
    /// <param name="bootCode">What its boot sector shall run; at most 420 bytes.</param>
    public static void Apply(Span<byte> volume, ReadOnlySpan<byte> bootCode)
    {
        if (volume.IsEmpty)
        {
            return;
        }

        "BOOTLAB "u8.CopyTo(volume[NameOffset..]);
        volume[BootCodeOffset..SignatureOffset].Clear();
        bootCode.CopyTo(volume[BootCodeOffset..SignatureOffset]);
        var backup = BinaryPrimitives.ReadUInt16LittleEndian(volume[BackupOffset..]);
        volume[..SectorSize].CopyTo(volume[(backup * SectorSize)..]);
    }
}
