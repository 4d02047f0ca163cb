using System.Buffers.Binary;
using System.Text;
using BootLab.Disk.Partitions;

namespace BootLab.ImageMaker;

/// <summary>
/// A raw disk that starts a given Linux from a BIOS, and whose first partition is the file system of <see cref="LinuxDisk"/>. Kernel and first file system lie in the sectors before it, where
/// <see cref="LinuxLoader"/> finds them. It is as large as they are, so it is made where it is needed and not kept in the repository.
/// </summary>
public static class LinuxBootDisk
{
    private const int SectorSize = 512;
    private const int PieceSize = LinuxLoader.PieceSectors * SectorSize;
    private const int FirstSector = 64;

    // Above all that the kernel needs while it unpacks itself at 16 MiB, and below a boot program's own copy at the end of 256 MiB.
    private const uint InitialSystemAddress = 0x600_0000;
    private const uint KernelAddress = 0x10_0000;

    private const int RealModeSize = 0x10000;
    private const byte LinuxPartition = 0x83;

    /// <summary>The bytes of the disk.</summary>
    /// <param name="kernel">A kernel as bzImage, boot protocol 2.02 or later.</param>
    /// <param name="initialSystem">Its first file system.</param>
    /// <param name="commandLine">Its command line.</param>
    public static byte[] Make(ReadOnlySpan<byte> kernel, ReadOnlySpan<byte> initialSystem, string commandLine)
    {
        const int setupSectorsAt = 0x1f1;
        var setup = (kernel[setupSectorsAt] + 1) * SectorSize;
        var realMode = RealMode(kernel[..setup], initialSystem.Length, commandLine);
        var protectedMode = kernel[setup..];
        var fileSystem = LinuxDisk.Make();

        var sector = FirstSector;
        var (first, second, third) = (Place(realMode.Length, LinuxLoader.KernelSegment << 4), Place(protectedMode.Length, KernelAddress), Place(initialSystem.Length, InitialSystemAddress));
        var disk = new byte[(sector * SectorSize) + fileSystem.Length];
        LinuxLoader.Assemble(first, second, third).CopyTo(disk, 0);
        MbrPartition.Write(disk.AsSpan(446, 16), LinuxPartition, sector, fileSystem.Length / SectorSize, isActive: true);
        (disk[510], disk[511]) = (0x55, 0xaa);
        realMode.CopyTo(disk, first.Sector * SectorSize);
        protectedMode.CopyTo(disk.AsSpan(second.Sector * SectorSize));
        initialSystem.CopyTo(disk.AsSpan(third.Sector * SectorSize));
        fileSystem.CopyTo(disk, sector * SectorSize);
        return disk;

        LinuxLoader.Load Place(int length, uint address)
        {
            var load = new LinuxLoader.Load(sector, (length + PieceSize - 1) / PieceSize, address);
            sector += load.Pieces * LinuxLoader.PieceSectors;
            return load;
        }
    }

    /// <summary>The kernel's real-mode part with what a boot loader has to write into its header (Documentation/arch/x86/boot.rst), and behind it the command line.</summary>
    private static byte[] RealMode(ReadOnlySpan<byte> setup, int initialSystemLength, string commandLine)
    {
        const byte unknownLoader = 0xff;
        const byte canUseHeap = 0x80;
        var bytes = new byte[RealModeSize];
        setup.CopyTo(bytes);
        bytes[0x210] = unknownLoader;
        bytes[0x211] |= canUseHeap;
        Write32(0x218, InitialSystemAddress);
        Write32(0x21c, (uint)initialSystemLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(0x224), LinuxLoader.KernelStackEnd - 0x200);
        Write32(0x228, (LinuxLoader.KernelSegment << 4) + LinuxLoader.KernelStackEnd);
        Encoding.ASCII.GetBytes(commandLine + "\0", bytes.AsSpan(LinuxLoader.KernelStackEnd));
        return bytes;

        void Write32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
    }
}
