using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target;

/// <summary>What a command of a disk comes to: a status, data to send, or a range of blocks to move.</summary>
/// <param name="Status">The status, if nothing goes wrong while moving data.</param>
/// <param name="Sense">Goes with CHECK CONDITION.</param>
/// <param name="Data">Data to send; null for none.</param>
/// <param name="Block">First block of the range to move.</param>
/// <param name="ReadBlocks">Number of blocks to send.</param>
/// <param name="WriteBlocks">Number of blocks to take.</param>
internal readonly record struct ScsiOutcome(ScsiStatus Status, SenseData? Sense, byte[]? Data, long Block, long ReadBlocks, long WriteBlocks)
{
    public static ScsiOutcome Good => new(ScsiStatus.Good, null, null, 0, 0, 0);

    public static ScsiOutcome Busy => new(ScsiStatus.Busy, null, null, 0, 0, 0);

    public static ScsiOutcome TaskSetFull => new(ScsiStatus.TaskSetFull, null, null, 0, 0, 0);

    public static ScsiOutcome Check(SenseData sense) => new(ScsiStatus.CheckCondition, sense, null, 0, 0, 0);

    /// <summary>Data, no more of them than the command allows.</summary>
    public static ScsiOutcome Send(ReadOnlySpan<byte> data, int allocationLength) =>
        new(ScsiStatus.Good, null, data[..Math.Min(data.Length, allocationLength)].ToArray(), 0, 0, 0);

    public static ScsiOutcome Read(long block, long count) => new(ScsiStatus.Good, null, null, block, count, 0);

    public static ScsiOutcome Write(long block, long count) => new(ScsiStatus.Good, null, null, block, 0, count);
}
