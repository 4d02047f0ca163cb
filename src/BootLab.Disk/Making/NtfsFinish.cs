using System.Buffers.Binary;
using System.Text;
using BootLab.Disk.Ntfs;

namespace BootLab.Disk.Making;

/// <summary>
/// Takes out of a fresh volume what programs put there by chance and by the clock: its serial number, and the times of its files, in records and in directories. The same files
/// then give the same volume. Boot code of our own replaces that of the program which made it.
/// </summary>
public static class NtfsFinish
{
    private const int BootCodeOffset = 0x54;
    private const int SerialNumberOffset = 0x48;
    private const int Step = 1024;
    private const int SectorSize = 512;
    private const int IndexHeader = 24;
    private const int EntryHeader = 16;

    // Behind the reference to the folder in a file name: created, modified, record changed, read.
    private const int NameTimes = 8;
    private const int TimeCount = 4;

    // Quotas are found by owner; each says when it changed.
    private const int OwnerKey = 4;
    private const int SmallestQuota = 48;
    private const int QuotaTime = 16;

    /// <summary>Finishes a volume.</summary>
    /// <param name="volume">All of its bytes.</param>
    /// <param name="serialNumber">The serial number that it shall have.</param>
    /// <param name="time">The time that all its files shall have.</param>
    /// <param name="bootCode">What its boot sector shall run; at most 426 bytes.</param>
    /// <exception cref="NtfsFormatException">It is no NTFS volume.</exception>
    public static void Apply(Span<byte> volume, ulong serialNumber, DateTimeOffset time, ReadOnlySpan<byte> bootCode)
    {
        var boot = NtfsBootSector.Read(volume);
        WriteBootSector(volume[..SectorSize], serialNumber, bootCode);
        volume[..SectorSize].CopyTo(volume[^SectorSize..]);

        // Records and nodes are found by their signatures, so that those are among them which nothing refers to any longer.
        for (var offset = 0; offset + Step <= volume.Length; offset += Step)
        {
            if (volume[offset..].StartsWith("FILE"u8))
            {
                Change(volume.Slice(offset, boot.RecordSize), "FILE"u8, record => SetInRecord(record, time));
            }
            else if (volume[offset..].StartsWith("INDX"u8))
            {
                Change(volume.Slice(offset, boot.IndexBlockSize), "INDX"u8, node => SetInBlock(node.AsSpan(IndexHeader), time));
            }
        }
    }

    private static void WriteBootSector(Span<byte> sector, ulong serialNumber, ReadOnlySpan<byte> bootCode)
    {
        const int Signature = SectorSize - 2;
        BinaryPrimitives.WriteUInt64LittleEndian(sector[SerialNumberOffset..], serialNumber);
        sector[BootCodeOffset..Signature].Clear();
        bootCode.CopyTo(sector[BootCodeOffset..Signature]);
    }

    // With the update sequence taken out while it is changed, and put in again with the number that it had.
    private static void Change(Span<byte> block, ReadOnlySpan<byte> signature, Action<byte[]> change)
    {
        var array = BinaryPrimitives.ReadUInt16LittleEndian(block[4..]);
        var copy = block.ToArray();
        try
        {
            Fixups.Apply(copy, signature, 0, Encoding.ASCII.GetString(signature));
        }
        catch (NtfsFormatException)
        {
            // A file whose content begins like a record.
            return;
        }

        change(copy);
        for (var sector = 0; sector < copy.Length / SectorSize; sector++)
        {
            var end = copy.AsSpan(((sector + 1) * SectorSize) - 2, 2);
            end.CopyTo(copy.AsSpan(array + 2 + (2 * sector)));
            copy.AsSpan(array, 2).CopyTo(end);
        }

        copy.CopyTo(block);
    }

    private static void SetInRecord(byte[] record, DateTimeOffset time)
    {
        const int AttributesOffset = 20;
        const int UsedOffset = 24;
        var used = BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(UsedOffset));
        for (int at = BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(AttributesOffset)); BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(at)) != -1;)
        {
            var attribute = record.AsSpan(at, BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(at + 4)));
            var value = attribute[8] == 0 ? attribute[BinaryPrimitives.ReadUInt16LittleEndian(attribute[20..])..] : default;
            switch ((AttributeType)BinaryPrimitives.ReadInt32LittleEndian(attribute))
            {
                case AttributeType.StandardInformation:
                    SetTimes(value, time);
                    break;
                case AttributeType.FileName:
                    SetTimes(value[NameTimes..], time);
                    break;
                case AttributeType.IndexRoot:
                    SetInNode(value[EntryHeader..], time);
                    break;
            }

            at += attribute.Length;
        }

        // What earlier contents left behind the attributes.
        record.AsSpan(used).Clear();
    }

    private static void SetInBlock(Span<byte> node, DateTimeOffset time)
    {
        SetInNode(node, time);
        node[BinaryPrimitives.ReadInt32LittleEndian(node[4..])..].Clear();
    }

    private static void SetInNode(Span<byte> node, DateTimeOffset time)
    {
        const int IsLast = 2;
        for (var at = BinaryPrimitives.ReadInt32LittleEndian(node); (node[at + 12] & IsLast) == 0; at += BinaryPrimitives.ReadUInt16LittleEndian(node[(at + 8)..]))
        {
            var entry = node.Slice(at, BinaryPrimitives.ReadUInt16LittleEndian(node[(at + 8)..]));
            var key = entry.Slice(EntryHeader, BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]));
            if (NtfsFileName.IsWhole(key))
            {
                SetTimes(key[NameTimes..], time);
            }
            else if (key.Length == OwnerKey && BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]) >= SmallestQuota)
            {
                BinaryPrimitives.WriteInt64LittleEndian(entry[(BinaryPrimitives.ReadUInt16LittleEndian(entry) + QuotaTime)..], time.ToFileTime());
            }
        }
    }

    private static void SetTimes(Span<byte> times, DateTimeOffset time)
    {
        for (var i = 0; i < TimeCount; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(times[(i * sizeof(long))..], time.ToFileTime());
        }
    }
}
