using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>UNMAP, WRITE SAME and GET LBA STATUS (SBC-3, 4.7, 5.28, 5.43, 5.5).</summary>
internal static class ProvisioningCommands
{
    private const byte UnmapBit = 0x08;
    private const byte NoDataOut = 0x01;
    private const int MaxReportedRanges = 256;
    private const int PieceLength = 256 * 1024;

    /// <summary>UNMAP: ranges that become zeros and take no room any more.</summary>
    public static ScsiOutcome Unmap(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var unit = nexus.Unit;
        if (unit.WriteProtection() is { } protection)
        {
            return ScsiOutcome.Check(protection);
        }

        if (!unit.Store!.IsThin)
        {
            return ScsiOutcome.Check(SenseData.InvalidOperationCode);
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(cdb[7..]);
        return length == 0 ? ScsiOutcome.Good
            : length < 8 ? ScsiOutcome.Check(SenseData.ParameterListLengthError)
            : ScsiOutcome.Take(length, data => Unmap(unit, data.Span));
    }

    /// <summary>WRITE SAME: one block of data to each block of a range, or zeros without data (NDOB), or none at all (UNMAP, when the data are zeros).</summary>
    public static ScsiOutcome WriteSame(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var unit = nexus.Unit;
        var store = unit.Store!;
        var unmaps = (cdb[1] & UnmapBit) != 0;
        if (unit.WriteProtection() is { } protection)
        {
            return ScsiOutcome.Check(protection);
        }

        if (unmaps && !store.IsThin)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        if (!BlockRange.TryRead(cdb, store, out var range))
        {
            return ScsiOutcome.Check(SenseData.BlockOutOfRange);
        }

        // Zero would mean "to the end": the Block Limits page says that it is not taken (WSNZ).
        if (range.Count == 0 || range.Count > unit.Limits.WriteSame)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        return cdb[0] == OperationCode.WriteSame16 && (cdb[1] & NoDataOut) != 0
            ? WriteSame(unit, range, new byte[store.BlockSize], unmaps)
            : ScsiOutcome.TakeExactly(store.BlockSize, data => WriteSame(unit, range, data.ToArray(), unmaps));
    }

    /// <summary>GET LBA STATUS: which blocks take room.</summary>
    public static ScsiOutcome GetLbaStatus(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var store = nexus.Unit.Store!;
        var start = BinaryPrimitives.ReadUInt64BigEndian(cdb[2..]);
        if (start >= (ulong)store.BlockCount)
        {
            return ScsiOutcome.Check(SenseData.BlockOutOfRange);
        }

        var room = (BinaryPrimitives.ReadUInt32BigEndian(cdb[10..]) - 8L) / 16;
        List<byte> answer = [0, 0, 0, 0, 0, 0, 0, 0];
        Span<byte> descriptor = stackalloc byte[16];
        // At least one, so that the length says what a longer answer would hold.
        for (var block = (long)start; block < store.BlockCount && answer.Count < 8 + (16 * Math.Clamp(room, 1, MaxReportedRanges));)
        {
            var isMapped = store.IsMapped(block, out var count);
            count = Math.Min(count, uint.MaxValue);
            descriptor.Clear();
            BinaryPrimitives.WriteInt64BigEndian(descriptor, block);
            BinaryPrimitives.WriteUInt32BigEndian(descriptor[8..], (uint)count);
            descriptor[12] = (byte)(isMapped ? 0 : 1);
            answer.AddRange(descriptor);
            block += count;
        }

        var bytes = answer.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
        return ScsiOutcome.Send(bytes, cdb[10..14]);
    }

    private static ScsiOutcome Unmap(DeviceServer unit, ReadOnlySpan<byte> list)
    {
        // The lengths in the list may be less than what came, and what came less than was announced; whole ranges count.
        var length = list.Length < 8 ? 0 : Math.Min(BinaryPrimitives.ReadUInt16BigEndian(list[2..]), list.Length - 8) / 16 * 16;
        if (length / 16 > BlockLimits.UnmapDescriptors)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInParameterList);
        }

        var ranges = new List<BlockRange>();
        var total = 0L;
        for (var offset = 8; offset < 8 + length; offset += 16)
        {
            var block = BinaryPrimitives.ReadUInt64BigEndian(list[offset..]);
            var count = BinaryPrimitives.ReadUInt32BigEndian(list[(offset + 8)..]);
            if (!BlockRange.IsOnDisk(block, count, unit.Store!))
            {
                return ScsiOutcome.Check(SenseData.BlockOutOfRange);
            }

            total += count;
            ranges.Add(new BlockRange((long)block, count));
        }

        return total > BlockLimits.Unmap ? ScsiOutcome.Check(SenseData.InvalidFieldInParameterList) : unit.Change(disk =>
        {
            foreach (var range in ranges)
            {
                disk.Unmap(range.Block, range.Count);
            }

            return ScsiOutcome.Good;
        });
    }

    private static ScsiOutcome WriteSame(DeviceServer unit, BlockRange range, byte[] block, bool unmaps) => unit.Change(disk =>
    {
        if (unmaps && !block.AsSpan().ContainsAnyExcept((byte)0))
        {
            disk.Unmap(range.Block, range.Count);
            return ScsiOutcome.Good;
        }

        var piece = new byte[Math.Min(range.Count, PieceLength / block.Length) * block.Length];
        for (var offset = 0; offset < piece.Length; offset += block.Length)
        {
            block.CopyTo(piece, offset);
        }

        for (var done = 0L; done < range.Count;)
        {
            var count = Math.Min(range.Count - done, piece.Length / block.Length);
            disk.Write(range.Block + done, piece.AsSpan(0, (int)count * block.Length));
            done += count;
        }

        return ScsiOutcome.Good;
    });
}
