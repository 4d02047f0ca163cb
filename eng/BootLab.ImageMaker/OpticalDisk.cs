using System.Buffers.Binary;
using System.Text;

namespace BootLab.ImageMaker;

/// <summary>An ISO 9660 volume (ECMA-119) without files, with an El Torito boot image that needs no emulation.</summary>
public static class OpticalDisk
{
    private const int SectorSize = 2048;
    private const int Primary = 16;
    private const int BootRecord = 17;
    private const int Terminator = 18;
    private const int PathTable = 19;
    private const int PathTableBigEndian = 20;
    private const int RootFolder = 21;
    private const int Catalogue = 22;
    private const int BootImage = 23;
    private const int Sectors = 32;
    private const int PathTableLength = 10;

    /// <summary>The bytes of the disk.</summary>
    public static byte[] Make()
    {
        var disk = new byte[Sectors * SectorSize];
        WritePrimaryDescriptor(Sector(disk, Primary));
        WriteBootRecord(Sector(disk, BootRecord));
        WriteDescriptorStart(Sector(disk, Terminator), 255);
        WritePathTables(disk);
        WriteFolder(Sector(disk, RootFolder), 0);
        WriteFolder(Sector(disk, RootFolder)[FolderRecordLength..], 1);
        WriteCatalogue(Sector(disk, Catalogue));
        BootSector.Assemble("BootLab: booted from a SAN CD").CopyTo(Sector(disk, BootImage));
        return disk;
    }

    private const int FolderRecordLength = 34;

    private static Span<byte> Sector(byte[] disk, int number) => disk.AsSpan(number * SectorSize, SectorSize);

    private static void WriteDescriptorStart(Span<byte> sector, byte type)
    {
        sector[0] = type;
        "CD001"u8.CopyTo(sector[1..]);
        sector[6] = 1;
    }

    // ECMA-119, 8.4. Dates stay "not specified": sixteen zeros and a zero byte.
    private static void WritePrimaryDescriptor(Span<byte> sector)
    {
        WriteDescriptorStart(sector, 1);
        sector[8..72].Fill((byte)' ');
        "BOOTLAB"u8.CopyTo(sector[40..]);
        WriteBoth32(sector[80..], Sectors);
        WriteBoth16(sector[120..], 1);
        WriteBoth16(sector[124..], 1);
        WriteBoth16(sector[128..], SectorSize);
        WriteBoth32(sector[132..], PathTableLength);
        BinaryPrimitives.WriteInt32LittleEndian(sector[140..], PathTable);
        BinaryPrimitives.WriteInt32BigEndian(sector[148..], PathTableBigEndian);
        WriteFolder(sector[156..], 0);
        sector[190..813].Fill((byte)' ');
        for (var date = 813; date < 881; date += 17)
        {
            sector.Slice(date, 16).Fill((byte)'0');
        }

        sector[881] = 1;
    }

    private static void WriteBootRecord(Span<byte> sector)
    {
        WriteDescriptorStart(sector, 0);
        "EL TORITO SPECIFICATION"u8.CopyTo(sector[7..]);
        BinaryPrimitives.WriteInt32LittleEndian(sector[0x47..], Catalogue);
    }

    // ECMA-119, 9.4: one entry, the root, its own parent.
    private static void WritePathTables(byte[] disk)
    {
        var little = Sector(disk, PathTable);
        little[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(little[2..], RootFolder);
        BinaryPrimitives.WriteInt16LittleEndian(little[6..], 1);

        var big = Sector(disk, PathTableBigEndian);
        big[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(big[2..], RootFolder);
        BinaryPrimitives.WriteInt16BigEndian(big[6..], 1);
    }

    // ECMA-119, 9.1: the root as itself (name 0) or as its own parent (name 1), recorded on 2026-11-01.
    private static void WriteFolder(Span<byte> record, byte name)
    {
        record[0] = FolderRecordLength;
        WriteBoth32(record[2..], RootFolder);
        WriteBoth32(record[10..], SectorSize);
        ((ReadOnlySpan<byte>)[126, 11, 1, 0, 0, 0, 0]).CopyTo(record[18..]);
        record[25] = 2;
        WriteBoth16(record[28..], 1);
        record[32] = 1;
        record[33] = name;
    }

    // El Torito 1.0, 2.1 and 2.2: validation entry and the initial entry, four 512-byte sectors at 7C0h.
    private static void WriteCatalogue(Span<byte> sector)
    {
        sector[0] = 1;
        Encoding.ASCII.GetBytes("BootLab").CopyTo(sector[4..]);
        (sector[30], sector[31]) = (0x55, 0xaa);
        ushort sum = 0;
        for (var i = 0; i < 32; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(sector[i..]);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(sector[28..], (ushort)-sum);

        sector[32] = 0x88;
        BinaryPrimitives.WriteInt16LittleEndian(sector[38..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(sector[40..], BootImage);
    }

    private static void WriteBoth16(Span<byte> field, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(field, value);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], value);
    }

    private static void WriteBoth32(Span<byte> field, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(field, value);
        BinaryPrimitives.WriteInt32BigEndian(field[4..], value);
    }
}
