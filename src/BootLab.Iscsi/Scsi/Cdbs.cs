using System.Buffers.Binary;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Scsi;

/// <summary>Command descriptor blocks that the initiator sends.</summary>
public static partial class Cdbs
{
    /// <summary>TEST UNIT READY.</summary>
    public static Cdb TestUnitReady => default;

    /// <summary>READ CAPACITY(10); answers 8 bytes.</summary>
    public static Cdb ReadCapacity10 => Cdb.FromBytes([OperationCode.ReadCapacity10]);

    /// <summary>READ CAPACITY(16); answers 32 bytes.</summary>
    public static Cdb ReadCapacity16 => Cdb.FromBytes([OperationCode.ServiceActionIn16, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32]);

    /// <summary>Whether an access needs a command of 16 bytes: its last block lies beyond 32 bits, or it is longer than 65,535 blocks.</summary>
    public static bool Needs16(long block, int count) => block + count > 0x1_0000_0000 || count > 0xffff;

    /// <summary>READ(10), or READ(16) where the block or the count needs it.</summary>
    public static Cdb Read(long block, int count) => Access(OperationCode.Read10, OperationCode.Read16, block, count);

    /// <summary>WRITE(10), or WRITE(16) where the block or the count needs it.</summary>
    public static Cdb Write(long block, int count) => Access(OperationCode.Write10, OperationCode.Write16, block, count);

    /// <summary>SYNCHRONIZE CACHE(10) of the whole medium.</summary>
    public static Cdb SynchronizeCache => Cdb.FromBytes([OperationCode.SynchronizeCache10]);

    /// <summary>INQUIRY, standard when <paramref name="page"/> is null, otherwise that vital product data page.</summary>
    public static Cdb Inquiry(byte? page, ushort allocationLength) =>
        Cdb.FromBytes([OperationCode.Inquiry, (byte)(page is null ? 0 : 1), page ?? 0, (byte)(allocationLength >> 8), (byte)allocationLength]);

    /// <summary>MODE SENSE(6) of a mode page, current values.</summary>
    public static Cdb ModeSense6(byte page, byte allocationLength) => Cdb.FromBytes([OperationCode.ModeSense6, 0, page, 0, allocationLength]);

    /// <summary>REPORT LUNS.</summary>
    public static Cdb ReportLuns(uint allocationLength)
    {
        Span<byte> bytes = stackalloc byte[12];
        bytes.Clear();
        bytes[0] = OperationCode.ReportLuns;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[6..], allocationLength);
        return Cdb.FromBytes(bytes);
    }

    private static Cdb Access(byte code10, byte code16, long block, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(block);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Span<byte> bytes = stackalloc byte[Cdb.Length];
        bytes.Clear();
        if (Needs16(block, count))
        {
            bytes[0] = code16;
            BinaryPrimitives.WriteInt64BigEndian(bytes[2..], block);
            BinaryPrimitives.WriteInt32BigEndian(bytes[10..], count);
        }
        else
        {
            bytes[0] = code10;
            BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)block);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[7..], (ushort)count);
        }

        return Cdb.FromBytes(bytes);
    }
}
