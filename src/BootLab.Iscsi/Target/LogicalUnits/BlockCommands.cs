using System.Buffers;
using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>Commands that read, write and compare blocks (SBC-3, 5).</summary>
internal static class BlockCommands
{
    private const byte ForceUnitAccess = 0x08;

    public static ScsiOutcome Read(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        BlockRange.TryRead(cdb, nexus.Unit.Store!, out var range) ? ScsiOutcome.Read(range.Block, range.Count) : ScsiOutcome.Check(SenseData.BlockOutOfRange);

    public static ScsiOutcome Write(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        Write(nexus, cdb, IsForced(cdb) ? DataOutUse.WriteThrough : DataOutUse.Write);

    public static ScsiOutcome OrWrite(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        Write(nexus, cdb, IsForced(cdb) ? DataOutUse.OrThrough : DataOutUse.Or);

    public static ScsiOutcome WriteAndVerify(ItlNexus nexus, ReadOnlySpan<byte> cdb) => ByteCheck(cdb) switch
    {
        0 => Write(nexus, cdb, DataOutUse.WriteAndVerify),
        1 => Write(nexus, cdb, DataOutUse.WriteAndCompare),
        _ => ScsiOutcome.Check(SenseData.InvalidFieldInCdb),
    };

    /// <summary>VERIFY: without data the blocks are only looked up, with data (BYTCHK 1, and 3 for one block against many) they are compared.</summary>
    public static ScsiOutcome Verify(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var store = nexus.Unit.Store!;
        var check = ByteCheck(cdb);
        if (check == 2)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        if (!BlockRange.TryRead(cdb, store, out var range))
        {
            return ScsiOutcome.Check(SenseData.BlockOutOfRange);
        }

        return range.Count == 0 || check == 0 ? ScsiOutcome.Good
            : check == 1 ? ScsiOutcome.Write(range.Block, range.Count, DataOutUse.Compare)
            : range.Count > nexus.Unit.Limits.WriteSame ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb)
            : ScsiOutcome.TakeExactly(store.BlockSize, data => CompareWithEach(nexus.Unit, range, data.Span));
    }

    /// <summary>There is no cache to fill (SBC-3, 5.8); GOOD says that not all of it would fit.</summary>
    public static ScsiOutcome PreFetch(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        BlockRange.TryRead(cdb, nexus.Unit.Store!, out _) ? ScsiOutcome.Good : ScsiOutcome.Check(SenseData.BlockOutOfRange);

    public static ScsiOutcome SynchronizeCache(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        !BlockRange.TryRead(cdb, nexus.Unit.Store!, out _) ? ScsiOutcome.Check(SenseData.BlockOutOfRange)
        : nexus.Unit.Flush() is { } sense ? ScsiOutcome.Check(sense)
        : ScsiOutcome.Good;

    public static ScsiOutcome ReadCapacity10(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var store = nexus.Unit.Store!;
        Span<byte> answer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(answer, (uint)Math.Min(store.BlockCount - 1, uint.MaxValue));
        BinaryPrimitives.WriteInt32BigEndian(answer[4..], store.BlockSize);
        return ScsiOutcome.Send(answer, answer.Length);
    }

    public static ScsiOutcome ReadCapacity16(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var store = nexus.Unit.Store!;
        Span<byte> answer = stackalloc byte[32];
        answer.Clear();
        BinaryPrimitives.WriteInt64BigEndian(answer, store.BlockCount - 1);
        BinaryPrimitives.WriteInt32BigEndian(answer[8..], store.BlockSize);
        // LBPME and LBPRZ: blocks can be deallocated, and read as zeros then.
        answer[14] = (byte)(store.IsThin ? 0xc0 : 0);
        return ScsiOutcome.Send(answer, cdb[10..14]);
    }

    /// <summary>COMPARE AND WRITE: the data are the blocks as they should be, then the blocks as they shall be (SBC-3, 5.3).</summary>
    public static ScsiOutcome CompareAndWrite(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var unit = nexus.Unit;
        var store = unit.Store!;
        var block = BinaryPrimitives.ReadUInt64BigEndian(cdb[2..]);
        var count = cdb[13];
        var isForced = IsForced(cdb);
        if (unit.WriteProtection() is { } protection)
        {
            return ScsiOutcome.Check(protection);
        }

        if (!BlockRange.IsOnDisk(block, count, store))
        {
            return ScsiOutcome.Check(SenseData.BlockOutOfRange);
        }

        if (count > unit.Limits.CompareAndWrite)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        var half = count * store.BlockSize;
        return ScsiOutcome.TakeExactly(2 * half, data =>
        {
            var outcome = unit.Change(disk =>
            {
                var found = new byte[half];
                disk.Read((long)block, found);
                var same = found.AsSpan().CommonPrefixLength(data.Span[..half]);
                if (same < half)
                {
                    // INFORMATION says which byte of the data differs.
                    return ScsiOutcome.Check(SenseData.Miscompare with { Information = (ulong)same });
                }

                disk.Write((long)block, data.Span[half..]);
                return ScsiOutcome.Good;
            });
            return isForced && outcome.Status == ScsiStatus.Good && unit.Flush() is { } sense ? ScsiOutcome.Check(sense) : outcome;
        });
    }

    /// <summary>Does with blocks what a command wants; the caller keeps other changes away.</summary>
    /// <exception cref="IOException">The disk does not do it.</exception>
    public static SenseData? Take(IBlockStore store, DataOutUse use, long block, ReadOnlySpan<byte> data)
    {
        if (use is DataOutUse.Write or DataOutUse.WriteThrough)
        {
            store.Write(block, data);
            return null;
        }

        var rented = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            var found = rented.AsSpan(0, data.Length);
            switch (use)
            {
                case DataOutUse.Or or DataOutUse.OrThrough:
                    store.Read(block, found);
                    for (var i = 0; i < found.Length; i++)
                    {
                        found[i] |= data[i];
                    }

                    store.Write(block, found);
                    return null;
                case DataOutUse.WriteAndVerify or DataOutUse.WriteAndCompare:
                    store.Write(block, data);
                    store.Read(block, found);
                    return use == DataOutUse.WriteAndCompare ? Compare(store, block, found, data) : null;
                default:
                    store.Read(block, found);
                    return Compare(store, block, found, data);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ScsiOutcome Write(ItlNexus nexus, ReadOnlySpan<byte> cdb, DataOutUse use) =>
        nexus.Unit.WriteProtection() is { } protection ? ScsiOutcome.Check(protection)
        : BlockRange.TryRead(cdb, nexus.Unit.Store!, out var range) ? ScsiOutcome.Write(range.Block, range.Count, use)
        : ScsiOutcome.Check(SenseData.BlockOutOfRange);

    private static ScsiOutcome CompareWithEach(DeviceServer unit, BlockRange range, ReadOnlySpan<byte> pattern)
    {
        for (var i = 0L; i < range.Count; i++)
        {
            if (unit.Take(DataOutUse.Compare, range.Block + i, pattern) is { } sense)
            {
                return ScsiOutcome.Check(sense);
            }
        }

        return ScsiOutcome.Good;
    }

    // INFORMATION says which block differs.
    private static SenseData? Compare(IBlockStore store, long block, ReadOnlySpan<byte> found, ReadOnlySpan<byte> expected)
    {
        var same = found.CommonPrefixLength(expected);
        return same == expected.Length ? null : SenseData.Miscompare with { Information = (ulong)(block + (same / store.BlockSize)) };
    }

    private static bool IsForced(ReadOnlySpan<byte> cdb) => cdb[0] != OperationCode.Write6 && (cdb[1] & ForceUnitAccess) != 0;

    private static int ByteCheck(ReadOnlySpan<byte> cdb) => (cdb[1] >> 1) & 3;
}
