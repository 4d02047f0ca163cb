using System.Buffers.Binary;
using System.Text;
using BootLab.Disk.Partitions;

namespace BootLab.Disk.Making;

/// <summary>Puts partition tables and finished volumes together to a disk.</summary>
public static class DiskComposer
{
    private const int SectorSize = DiskPlan.SectorSize;
    private const int SignatureOffset = 440;
    private const int PartitionsOffset = 446;
    private const byte Ntfs = 0x07;
    private const byte GptProtective = 0xee;
    private const int EntryCount = 128;
    private const int EntriesSectors = EntryCount * GptPartition.Size / SectorSize;

    /// <summary>The bytes of a disk.</summary>
    /// <param name="plan">Where everything is.</param>
    /// <param name="bootCode">What a BIOS runs; at most 440 bytes.</param>
    /// <param name="windows">The Windows volume, as long as its partition.</param>
    /// <param name="esp">The volume of the EFI system partition; empty when there is none.</param>
    public static byte[] Compose(DiskPlan plan, ReadOnlySpan<byte> bootCode, ReadOnlySpan<byte> windows, ReadOnlySpan<byte> esp)
    {
        var disk = new byte[plan.Sectors * SectorSize];
        windows.CopyTo(disk.AsSpan(plan.WindowsFirst * SectorSize, plan.WindowsSectors * SectorSize));
        bootCode.CopyTo(disk.AsSpan(0, SignatureOffset));
        (disk[SectorSize - 2], disk[SectorSize - 1]) = (0x55, 0xaa);
        var entry = disk.AsSpan(PartitionsOffset, MbrPartition.Size);
        if (plan.Signature is { } signature)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(disk.AsSpan(SignatureOffset), signature);
            MbrPartition.Write(entry, Ntfs, plan.WindowsFirst, plan.WindowsSectors, isActive: true);
            return disk;
        }

        MbrPartition.Write(entry, GptProtective, 1, plan.Sectors - 1, isActive: false);
        esp.CopyTo(disk.AsSpan(plan.EspFirst * SectorSize, plan.EspSectors * SectorSize));
        WriteGpt(disk, plan);
        return disk;
    }

    private static void WriteGpt(Span<byte> disk, DiskPlan plan)
    {
        var entries = disk.Slice(2 * SectorSize, EntriesSectors * SectorSize);
        WriteEntry(entries, GptPartition.EfiSystem, plan.EspId, plan.EspFirst, plan.EspSectors, "EFI system partition");
        WriteEntry(entries[GptPartition.Size..], GptPartition.BasicData, plan.WindowsId, plan.WindowsFirst, plan.WindowsSectors, "Windows");

        var last = plan.Sectors - 1;
        entries.CopyTo(disk[((last - EntriesSectors) * SectorSize)..]);
        var header = new GptHeader
        {
            MyLba = 1,
            AlternateLba = (ulong)last,
            FirstUsableLba = 2 + EntriesSectors,
            LastUsableLba = (ulong)(last - EntriesSectors - 1),
            DiskGuid = plan.DiskId,
            EntriesLba = 2,
            EntryCount = EntryCount,
            EntrySize = GptPartition.Size,
            EntriesCrc = Crc32.Of(entries),
        };
        header.Write(disk[SectorSize..]);
        (header with { MyLba = (ulong)last, AlternateLba = 1, EntriesLba = (ulong)(last - EntriesSectors) }).Write(disk[(last * SectorSize)..]);
    }

    private static void WriteEntry(Span<byte> entry, Guid type, Guid id, int first, int sectors, string name)
    {
        const int NameOffset = 56;
        type.TryWriteBytes(entry);
        id.TryWriteBytes(entry[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(entry[32..], first);
        BinaryPrimitives.WriteInt64LittleEndian(entry[40..], first + sectors - 1);
        Encoding.Unicode.GetBytes(name, entry[NameOffset..]);
    }
}
