using BootLab.Disk.Partitions;

namespace BootLab.ImageMaker;

/// <summary>
/// A raw disk of three cylinders (23.5 MiB) with one active partition and a boot sector of ours. The partition ends with the last cylinder, so that a boot ROM
/// that guesses the geometry from it finds the one that the disk was made with; a disk below one cylinder (8 MB) would be left without any.
/// </summary>
public static class HardDisk
{
    private const int SectorSize = 512;
    private const int FirstSector = 2048;
    private const int Cylinders = 3;
    private const int Heads = 255;
    private const int SectorsPerTrack = 63;
    private const int Sectors = Cylinders * Heads * SectorsPerTrack;
    private const byte Fat16Lba = 0x0e;

    /// <summary>The bytes of the disk.</summary>
    public static byte[] Make()
    {
        const int BootCodeLength = 440;
        var code = BootSector.Assemble("BootLab: booted from SAN");
        if (code.Length > BootCodeLength)
        {
            throw new InvalidOperationException($"the boot code has {code.Length} bytes, the sector has room for {BootCodeLength}");
        }

        var disk = new byte[Sectors * SectorSize];
        code.CopyTo(disk, 0);
        "BLAB"u8.CopyTo(disk.AsSpan(BootCodeLength));
        MbrPartition.Write(disk.AsSpan(446, 16), Fat16Lba, FirstSector, Sectors - FirstSector, isActive: true);
        (disk[510], disk[511]) = (0x55, 0xaa);
        return disk;
    }
}
