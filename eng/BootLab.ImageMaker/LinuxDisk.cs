using System.Buffers.Binary;
using System.Text;

namespace BootLab.ImageMaker;

/// <summary>
/// A raw disk that is one ext2 file system without partitions: boot code in the first sector, which the file system leaves free, and one file, "marker", in the root folder.
/// One block group, blocks of 4 KiB, no time stamps; Linux' ext4 mounts it. As large as <see cref="HardDisk"/>, for the same boot ROMs.
/// </summary>
public static class LinuxDisk
{
    /// <summary>The text of the file, which ends with a line feed on the disk.</summary>
    public const string Marker = "BootLab: this is the disk of the SAN";

    private const int Length = 3 * 255 * 63 * 512;
    private const int BlockSize = 4096;
    private const int Blocks = Length / BlockSize;
    private const int Inodes = 64;
    private const int InodeSize = 128;
    private const int FirstFreeInode = 11; // those below are the file system's own

    // What is in which block; the superblock is at byte 1024 of block 0.
    private const int DescriptorBlock = 1;
    private const int BlockBitmap = 2;
    private const int InodeBitmap = 3;
    private const int InodeTable = 4;
    private const int RootFolder = InodeTable + Inodes * InodeSize / BlockSize;
    private const int MarkerFile = RootFolder + 1;
    private const int UsedBlocks = MarkerFile + 1;

    private const int RootInode = 2;
    private const int MarkerInode = FirstFreeInode;

    /// <summary>The bytes of the disk.</summary>
    public static byte[] Make()
    {
        var disk = new byte[Length];
        var code = BootSector.Assemble("BootLab: booted from SAN");
        code.CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xaa);
        WriteSuperblock(disk.AsSpan(1024));
        var text = Encoding.ASCII.GetBytes(Marker + "\n");

        var group = Block(disk, DescriptorBlock);
        Write32(group, 0, BlockBitmap);
        Write32(group, 4, InodeBitmap);
        Write32(group, 8, InodeTable);
        Write16(group, 12, Blocks - UsedBlocks);
        Write16(group, 14, Inodes - MarkerInode);
        Write16(group, 16, 1); // folders

        // Bits beyond the last block and the last inode count as used.
        FillBits(Block(disk, BlockBitmap), 0, UsedBlocks);
        FillBits(Block(disk, BlockBitmap), Blocks, BlockSize * 8);
        FillBits(Block(disk, InodeBitmap), 0, MarkerInode);
        FillBits(Block(disk, InodeBitmap), Inodes, BlockSize * 8);

        WriteInode(Inode(disk, RootInode), mode: 0x41ed, BlockSize, links: 2, RootFolder);
        WriteInode(Inode(disk, MarkerInode), mode: 0x81a4, text.Length, links: 1, MarkerFile);

        var folder = Block(disk, RootFolder);
        WriteEntry(folder, RootInode, 12, isFolder: true, ".");
        WriteEntry(folder[12..], RootInode, 12, isFolder: true, "..");
        WriteEntry(folder[24..], MarkerInode, BlockSize - 24, isFolder: false, "marker");
        text.CopyTo(Block(disk, MarkerFile));
        return disk;
    }

    private static void WriteSuperblock(Span<byte> super)
    {
        Write32(super, 0, Inodes);
        Write32(super, 4, Blocks);
        Write32(super, 12, Blocks - UsedBlocks);
        Write32(super, 16, Inodes - MarkerInode);
        Write32(super, 24, 2); // block size: 1024 << 2
        Write32(super, 28, 2); // fragments, the same
        Write32(super, 32, BlockSize * 8); // blocks a group
        Write32(super, 36, BlockSize * 8);
        Write32(super, 40, Inodes);
        Write16(super, 54, 0xffff); // no check after so many mounts
        Write16(super, 56, 0xef53); // magic
        Write16(super, 58, 1); // clean
        Write16(super, 60, 1); // on errors: go on
        Write32(super, 76, 1); // revision 1
        Write32(super, 84, FirstFreeInode);
        Write16(super, 88, InodeSize);
        Write32(super, 96, 0x2); // entries of folders carry a type
        "BootLab's disk.."u8.CopyTo(super[104..]); // UUID
        "bootlab"u8.CopyTo(super[120..]);
    }

    private static void WriteInode(Span<byte> inode, int mode, int size, int links, int block)
    {
        Write16(inode, 0, mode);
        Write32(inode, 4, size);
        Write16(inode, 26, links);
        Write32(inode, 28, BlockSize / 512);
        Write32(inode, 40, block);
    }

    private static void WriteEntry(Span<byte> entry, int inode, int length, bool isFolder, string name)
    {
        Write32(entry, 0, inode);
        Write16(entry, 4, length);
        entry[6] = (byte)name.Length;
        entry[7] = (byte)(isFolder ? 2 : 1);
        Encoding.ASCII.GetBytes(name, entry[8..]);
    }

    private static Span<byte> Block(byte[] disk, int number) => disk.AsSpan(number * BlockSize, BlockSize);

    private static Span<byte> Inode(byte[] disk, int number) => disk.AsSpan(InodeTable * BlockSize + (number - 1) * InodeSize, InodeSize);

    private static void FillBits(Span<byte> bitmap, int start, int end)
    {
        for (var bit = start; bit < end; bit++)
        {
            bitmap[bit / 8] |= (byte)(1 << (bit % 8));
        }
    }

    private static void Write16(Span<byte> bytes, int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[offset..], (ushort)value);

    private static void Write32(Span<byte> bytes, int offset, int value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], (uint)value);
}
