using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>The commands of a direct access device (SPC-4, SBC-3) over blocks.</summary>
internal static class DiskCommands
{
    /// <summary>Runs a command, or says which blocks it wants moved.</summary>
    /// <param name="cdb">The command.</param>
    /// <param name="store">The disk; null when the unit does not exist.</param>
    /// <param name="identity">Name and unit, for the identification pages.</param>
    /// <param name="units">All units of the target, for REPORT LUNS.</param>
    public static ScsiOutcome Execute(Cdb cdb, IBlockStore? store, DiskIdentity identity, IEnumerable<ushort> units)
    {
        Span<byte> bytes = stackalloc byte[Cdb.Length];
        cdb.CopyTo(bytes);
        switch (cdb.OperationCode)
        {
            case OperationCode.ReportLuns:
                return ReportLuns(bytes, units);
            case OperationCode.Inquiry:
                return InquiryPages.Answer(bytes, store, identity);
            case OperationCode.RequestSense:
                return RequestSense(bytes, store);
            default:
                return store is null ? ScsiOutcome.Check(SenseData.LogicalUnitNotSupported) : OnDisk(bytes, store);
        }
    }

    private static ScsiOutcome OnDisk(ReadOnlySpan<byte> cdb, IBlockStore store)
    {
        // RDPROTECT and WRPROTECT ask for protection information, which the disk does not have (SBC-3, 5.11 and 5.32).
        if (cdb[0] is OperationCode.Read10 or OperationCode.Read12 or OperationCode.Read16 or OperationCode.Write10 or OperationCode.Write16 && cdb[1] >> 5 != 0)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        switch (cdb[0])
        {
            case OperationCode.TestUnitReady or OperationCode.StartStopUnit:
                return ScsiOutcome.Good;
            case OperationCode.SynchronizeCache10 or OperationCode.SynchronizeCache16:
                return Flush(store);
            case OperationCode.ReadCapacity10:
                return ReadCapacity10(store);
            case OperationCode.ServiceActionIn16 when (cdb[1] & 0x1f) == 0x10:
                return ReadCapacity16(cdb, store);
            case OperationCode.ModeSense6 or OperationCode.ModeSense10:
                return ModePages.Answer(cdb, store);
            case OperationCode.Read6:
                // Zero means 256 in this one command (SBC-3, 5.10).
                return Read(store, BinaryPrimitives.ReadUInt32BigEndian(cdb) & 0x1fffff, cdb[4] == 0 ? 256u : cdb[4]);
            case OperationCode.Read10:
                return Read(store, BinaryPrimitives.ReadUInt32BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt16BigEndian(cdb[7..]));
            case OperationCode.Read12:
                return Read(store, BinaryPrimitives.ReadUInt32BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt32BigEndian(cdb[6..]));
            case OperationCode.Read16:
                return Read(store, BinaryPrimitives.ReadUInt64BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt32BigEndian(cdb[10..]));
            case OperationCode.Write10:
                return Write(store, BinaryPrimitives.ReadUInt32BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt16BigEndian(cdb[7..]));
            case OperationCode.Write16:
                return Write(store, BinaryPrimitives.ReadUInt64BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt32BigEndian(cdb[10..]));
            default:
                return ScsiOutcome.Check(SenseData.InvalidOperationCode);
        }
    }

    private static ScsiOutcome Read(IBlockStore store, ulong block, uint count) =>
        IsOnDisk(store, block, count) ? ScsiOutcome.Read((long)block, count) : ScsiOutcome.Check(SenseData.BlockOutOfRange);

    private static ScsiOutcome Write(IBlockStore store, ulong block, uint count) =>
        store.IsReadOnly ? ScsiOutcome.Check(SenseData.WriteProtected)
        : IsOnDisk(store, block, count) ? ScsiOutcome.Write((long)block, count, DataOutUse.Write)
        : ScsiOutcome.Check(SenseData.BlockOutOfRange);

    private static bool IsOnDisk(IBlockStore store, ulong block, uint count) =>
        block <= (ulong)store.BlockCount && count <= (ulong)store.BlockCount - block;

    private static ScsiOutcome Flush(IBlockStore store)
    {
        try
        {
            store.Flush();
            return ScsiOutcome.Good;
        }
        catch (IOException)
        {
            return ScsiOutcome.Check(SenseData.WriteError);
        }
    }

    private static ScsiOutcome ReadCapacity10(IBlockStore store)
    {
        Span<byte> answer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(answer, (uint)Math.Min(store.BlockCount - 1, uint.MaxValue));
        BinaryPrimitives.WriteInt32BigEndian(answer[4..], store.BlockSize);
        return ScsiOutcome.Send(answer, answer.Length);
    }

    private static ScsiOutcome ReadCapacity16(ReadOnlySpan<byte> cdb, IBlockStore store)
    {
        Span<byte> answer = stackalloc byte[32];
        answer.Clear();
        BinaryPrimitives.WriteInt64BigEndian(answer, store.BlockCount - 1);
        BinaryPrimitives.WriteInt32BigEndian(answer[8..], store.BlockSize);
        return ScsiOutcome.Send(answer, AllocationLength(BinaryPrimitives.ReadUInt32BigEndian(cdb[10..])));
    }

    private static ScsiOutcome RequestSense(ReadOnlySpan<byte> cdb, IBlockStore? store)
    {
        // Sense of a failed command travels with its status; what is left to ask for is nothing.
        Span<byte> answer = stackalloc byte[SenseData.FixedLength];
        (store is null ? SenseData.LogicalUnitNotSupported : default).WriteFixed(answer);
        return (cdb[1] & 1) != 0 ? ScsiOutcome.Check(SenseData.InvalidFieldInCdb) : ScsiOutcome.Send(answer, cdb[4]);
    }

    private static ScsiOutcome ReportLuns(ReadOnlySpan<byte> cdb, IEnumerable<ushort> units)
    {
        // SELECT REPORT: 0 plain units, 1 well-known units (there are none), 2 both.
        if (cdb[2] > 2)
        {
            return ScsiOutcome.Check(SenseData.InvalidFieldInCdb);
        }

        ScsiLun[] listed = cdb[2] == 1 ? [] : [.. units.Order().Select(ScsiLun.FromNumber)];
        var answer = new byte[8 + (listed.Length * 8)];
        BinaryPrimitives.WriteInt32BigEndian(answer, listed.Length * 8);
        for (var i = 0; i < listed.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(answer.AsSpan(8 + (i * 8)), listed[i].Value);
        }

        return ScsiOutcome.Send(answer, AllocationLength(BinaryPrimitives.ReadUInt32BigEndian(cdb[6..])));
    }

    private static int AllocationLength(uint length) => (int)Math.Min(length, int.MaxValue);
}
