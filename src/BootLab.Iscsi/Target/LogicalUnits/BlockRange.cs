using System.Buffers.Binary;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>The blocks that a command means.</summary>
internal readonly record struct BlockRange(long Block, long Count)
{
    /// <summary>Reads the block and the transfer length where a CDB of 6, 10, 12 or 16 bytes has them (SPC-4, 4.3).</summary>
    /// <returns>False when the range does not lie on the disk.</returns>
    public static bool TryRead(ReadOnlySpan<byte> cdb, IBlockStore store, out BlockRange range)
    {
        var (block, count) = (cdb[0] >> 5) switch
        {
            // Zero means 256 in READ(6) and WRITE(6) (SBC-3, 5.10).
            0 => (BinaryPrimitives.ReadUInt32BigEndian(cdb) & 0x1fffff, cdb[4] == 0 ? 256u : cdb[4]),
            4 => (BinaryPrimitives.ReadUInt64BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt32BigEndian(cdb[10..])),
            5 => (BinaryPrimitives.ReadUInt32BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt32BigEndian(cdb[6..])),
            _ => (BinaryPrimitives.ReadUInt32BigEndian(cdb[2..]), BinaryPrimitives.ReadUInt16BigEndian(cdb[7..])),
        };
        range = new BlockRange((long)block, count);
        return IsOnDisk(block, count, store);
    }

    /// <summary>Whether the range lies on the disk; an empty one may begin at its end.</summary>
    public static bool IsOnDisk(ulong block, uint count, IBlockStore store) =>
        block <= (ulong)store.BlockCount && count <= (ulong)store.BlockCount - block;
}
