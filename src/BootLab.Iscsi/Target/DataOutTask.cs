using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;

namespace BootLab.Iscsi.Target;

/// <summary>
/// A command whose data are on their way from the initiator. Blocks go to the unit as they come, and only what is less than a block is held;
/// parameter data are held until they are whole.
/// </summary>
internal sealed class DataOutTask
{
    private readonly ScsiOutcome _wish;
    private readonly int _aborts;
    private byte[] _held = [];
    private int _heldLength;
    private long _block;

    public DataOutTask(uint tag, ScsiLun lun, uint expectedLength, ItlNexus nexus, in ScsiOutcome wish)
    {
        Tag = tag;
        Lun = lun;
        ExpectedLength = expectedLength;
        Nexus = nexus;
        Length = wish.Complete is null ? wish.WriteBlocks * nexus.Unit.Store!.BlockSize : wish.ParameterLength;
        ToTake = Math.Min(expectedLength, Length);
        _wish = wish;
        _aborts = nexus.Aborts;
        _block = wish.Block;
    }

    public uint Tag { get; }

    public ScsiLun Lun { get; }

    public ItlNexus Nexus { get; }

    /// <summary>Whether another initiator had it aborted.</summary>
    public bool IsAborted => Nexus.Aborts != _aborts;

    /// <summary>Bytes that the initiator wants to send.</summary>
    public uint ExpectedLength { get; }

    /// <summary>Bytes that the command takes.</summary>
    public long Length { get; }

    /// <summary>Bytes that are asked for.</summary>
    public long ToTake { get; }

    /// <summary>Bytes that came.</summary>
    public long Taken { get; private set; }

    /// <summary>End of the burst asked for last.</summary>
    public long BurstEnd { get; set; }

    /// <summary>Transfer tag of the R2T under way; null while none is.</summary>
    public uint? TransferTag { get; set; }

    public uint R2TSN { get; set; }

    /// <summary>The number that the next Data-Out of the burst must have.</summary>
    public uint ExpDataSN { get; set; }

    /// <summary>Takes the next bytes.</summary>
    /// <returns>What went wrong, which ends the command; null for nothing.</returns>
    public SenseData? Take(ReadOnlySpan<byte> data)
    {
        Taken += data.Length;
        if (_wish.Complete is not null)
        {
            Hold(data, (int)ToTake);
            return null;
        }

        var blockSize = Nexus.Unit.Store!.BlockSize;
        if (_heldLength > 0)
        {
            var missing = Math.Min(blockSize - _heldLength, data.Length);
            Hold(data[..missing], blockSize);
            data = data[missing..];
            if (_heldLength < blockSize)
            {
                return null;
            }

            _heldLength = 0;
            if (TakeBlocks(_held) is { } sense)
            {
                return sense;
            }
        }

        // A last piece may end within a block when the initiator sends less than the command takes; that block stays as it was.
        var whole = data.Length - (data.Length % blockSize);
        if (whole > 0 && TakeBlocks(data[..whole]) is { } wrong)
        {
            return wrong;
        }

        Hold(data[whole..], blockSize);
        return null;
    }

    /// <summary>All bytes came: carries out what waited for them.</summary>
    public ScsiOutcome Finish() => _wish.Complete is { } complete ? complete(_held.AsMemory(0, _heldLength))
        : Nexus.Unit.Finish(_wish.Use) is { } sense ? ScsiOutcome.Check(sense)
        : ScsiOutcome.Good;

    private SenseData? TakeBlocks(ReadOnlySpan<byte> blocks)
    {
        var sense = Nexus.Unit.Take(_wish.Use, _block, blocks);
        _block += blocks.Length / Nexus.Unit.Store!.BlockSize;
        return sense;
    }

    // Memory is taken when the initiator begins to send, not when it announces data.
    private void Hold(ReadOnlySpan<byte> data, int capacity)
    {
        if (data.IsEmpty)
        {
            return;
        }

        if (_held.Length == 0)
        {
            _held = new byte[capacity];
        }

        data.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += data.Length;
    }
}
