using System.Buffers.Binary;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Scsi;

// Commands on ranges of blocks, in the length that the caller wants.
public static partial class Cdbs
{
    private const byte ForceUnitAccess = 0x08;

    /// <summary>READ in a block of 6, 10, 12 or 16 bytes.</summary>
    /// <param name="block">First logical block; below 2^21 for 6 bytes, 2^32 for 10 and 12.</param>
    /// <param name="count">Number of blocks; at most 256 for 6 bytes, 65,535 for 10.</param>
    /// <param name="length">6, 10, 12 or 16.</param>
    /// <param name="forceUnitAccess">Past any cache (FUA); not for 6 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not fit.</exception>
    public static Cdb Read(long block, int count, int length, bool forceUnitAccess = false) => OnRange(
        length switch { 6 => OperationCode.Read6, 10 => OperationCode.Read10, 12 => OperationCode.Read12, _ => OperationCode.Read16 },
        forceUnitAccess ? ForceUnitAccess : (byte)0, block, count, length);

    /// <summary>WRITE in a block of 6, 10, 12 or 16 bytes.</summary>
    /// <inheritdoc cref="Read(long, int, int, bool)"/>
    public static Cdb Write(long block, int count, int length, bool forceUnitAccess = false) => OnRange(
        length switch { 6 => OperationCode.Write6, 10 => OperationCode.Write10, 12 => OperationCode.Write12, _ => OperationCode.Write16 },
        forceUnitAccess ? ForceUnitAccess : (byte)0, block, count, length);

    /// <summary>VERIFY(16) without data: the unit reads the blocks and says whether it can.</summary>
    public static Cdb Verify(long block, int count) => OnRange(OperationCode.Verify16, 0, block, count, 16);

    /// <summary>WRITE SAME(16): one block of data, written to each of a range; with <paramref name="unmap"/> the unit may give the blocks back instead.</summary>
    public static Cdb WriteSame(long block, int count, bool unmap = false) => OnRange(OperationCode.WriteSame16, unmap ? (byte)0x08 : (byte)0, block, count, 16);

    /// <summary>SYNCHRONIZE CACHE(16) of a range.</summary>
    public static Cdb SynchronizeCacheRange(long block, int count) => OnRange(OperationCode.SynchronizeCache16, 0, block, count, 16);

    /// <summary>COMPARE AND WRITE: twice as much data as blocks, what is expected there and what is to be there.</summary>
    public static Cdb CompareAndWrite(long block, byte count)
    {
        Span<byte> bytes = stackalloc byte[Cdb.Length];
        bytes.Clear();
        bytes[0] = OperationCode.CompareAndWrite;
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], block);
        bytes[13] = count;
        return Cdb.FromBytes(bytes);
    }

    /// <summary>UNMAP with parameters as <see cref="UnmapParameters"/> writes them.</summary>
    public static Cdb Unmap(int parameterLength) => Cdb.FromBytes([OperationCode.Unmap, 0, 0, 0, 0, 0, 0, (byte)(parameterLength >> 8), (byte)parameterLength]);

    /// <summary>The parameters of an UNMAP of one range.</summary>
    public static byte[] UnmapParameters(long block, int count)
    {
        var bytes = new byte[24];
        bytes[1] = 22;
        bytes[3] = 16;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), block);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), count);
        return bytes;
    }

    private static Cdb OnRange(byte code, byte flags, long block, int count, int length)
    {
        var (maxBlock, maxCount) = length switch
        {
            6 => (0x1f_ffffL, 256),
            10 => (uint.MaxValue, ushort.MaxValue),
            12 => (uint.MaxValue, int.MaxValue),
            16 => (long.MaxValue, int.MaxValue),
            _ => throw new ArgumentOutOfRangeException(nameof(length), length, "a command has 6, 10, 12 or 16 bytes"),
        };
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block, maxBlock);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maxCount);
        Span<byte> bytes = stackalloc byte[Cdb.Length];
        bytes.Clear();
        switch (length)
        {
            case 6:
                // A count of 0 means 256 here.
                ArgumentOutOfRangeException.ThrowIfZero(count);
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)block);
                bytes[4] = (byte)count;
                break;
            case 10:
                BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)block);
                BinaryPrimitives.WriteUInt16BigEndian(bytes[7..], (ushort)count);
                break;
            case 12:
                BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)block);
                BinaryPrimitives.WriteInt32BigEndian(bytes[6..], count);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(bytes[2..], block);
                BinaryPrimitives.WriteInt32BigEndian(bytes[10..], count);
                break;
        }

        bytes[0] = code;
        bytes[1] |= flags;
        return Cdb.FromBytes(bytes);
    }
}
