using System.Buffers.Binary;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>What a command comes to: a status, data to send, a range of blocks to move, or a wish for data before it can be carried out.</summary>
internal readonly record struct ScsiOutcome
{
    /// <summary>The status, if nothing goes wrong while moving data.</summary>
    public ScsiStatus Status { get; private init; }

    /// <summary>Goes with CHECK CONDITION.</summary>
    public SenseData? Sense { get; private init; }

    /// <summary>Data to send; null for none.</summary>
    public byte[]? Data { get; private init; }

    /// <summary>First block of the range to move.</summary>
    public long Block { get; private init; }

    /// <summary>Number of blocks to send.</summary>
    public long ReadBlocks { get; private init; }

    /// <summary>Number of blocks to take, each handed to <see cref="DeviceServer.Take"/>.</summary>
    public long WriteBlocks { get; private init; }

    /// <summary>What becomes of the blocks that are taken.</summary>
    public DataOutUse Use { get; private init; }

    /// <summary>Bytes of parameter data that <see cref="Complete"/> waits for, at most <see cref="DeviceServer.MaxParameterLength"/>.</summary>
    public int ParameterLength { get; private init; }

    /// <summary>Carries the command out when its parameter data are there, or as much of them as the initiator sends; the outcome has none of its own.</summary>
    public Func<ReadOnlyMemory<byte>, ScsiOutcome>? Complete { get; private init; }

    /// <summary>Whether the initiator must have exactly so many bytes: what would be left over or missing could be what it meant.</summary>
    public bool IsExact { get; private init; }

    public static ScsiOutcome Good => new() { Status = ScsiStatus.Good };

    public static ScsiOutcome Busy => new() { Status = ScsiStatus.Busy };

    public static ScsiOutcome TaskSetFull => new() { Status = ScsiStatus.TaskSetFull };

    public static ScsiOutcome ReservationConflict => new() { Status = ScsiStatus.ReservationConflict };

    public static ScsiOutcome Check(SenseData sense) => new() { Status = ScsiStatus.CheckCondition, Sense = sense };

    /// <summary>Data, no more of them than the command allows.</summary>
    public static ScsiOutcome Send(ReadOnlySpan<byte> data, int allocationLength) => new() { Data = data[..Math.Min(data.Length, allocationLength)].ToArray() };

    /// <summary>Data, no more of them than the command allows.</summary>
    /// <param name="data">The data.</param>
    /// <param name="allocationLength">The field of the CDB, big-endian, two or four bytes.</param>
    public static ScsiOutcome Send(ReadOnlySpan<byte> data, ReadOnlySpan<byte> allocationLength) => Send(
        data,
        allocationLength.Length == 2
            ? BinaryPrimitives.ReadUInt16BigEndian(allocationLength)
            : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(allocationLength), int.MaxValue));

    public static ScsiOutcome Read(long block, long count) => new() { Block = block, ReadBlocks = count };

    public static ScsiOutcome Write(long block, long count, DataOutUse use) => new() { Block = block, WriteBlocks = count, Use = use };

    public static ScsiOutcome Take(int length, Func<ReadOnlyMemory<byte>, ScsiOutcome> complete) => new() { ParameterLength = length, Complete = complete };

    public static ScsiOutcome TakeExactly(int length, Func<ReadOnlyMemory<byte>, ScsiOutcome> complete) => Take(length, complete) with { IsExact = true };
}
