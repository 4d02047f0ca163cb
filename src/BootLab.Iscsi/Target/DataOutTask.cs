using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>
/// A command whose data are on their way from the initiator. Blocks go to the unit as they come, and only what is less than a block is held;
/// parameter data are held until they are whole. Used again for another command when it is over.
/// </summary>
internal sealed class DataOutTask
{
    // What is kept between commands.
    private const int MaxKept = 64 * 1024;

    private ScsiOutcome _wish;
    private byte[] _held = [];
    private int _heldLength;
    private long _block;
    private int _aborts;

    public uint Tag { get; private set; }

    public ScsiLun Lun { get; private set; }

    public ItlNexus Nexus { get; private set; } = null!;

    /// <summary>Bytes that the initiator wants to send.</summary>
    public uint ExpectedLength { get; private set; }

    /// <summary>Bytes that the command takes.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that are asked for.</summary>
    public long ToTake { get; private set; }

    /// <summary>Bytes that came.</summary>
    public long Taken { get; private set; }

    /// <summary>Where the burst under way ends at the latest: the one asked for last, or the one that comes unasked.</summary>
    public long BurstEnd { get; set; }

    /// <summary>Transfer tag of the R2T under way; the reserved one while data come unasked.</summary>
    public uint TransferTag { get; set; }

    public uint R2TSN { get; set; }

    /// <summary>The number that the next Data-Out of the burst must have.</summary>
    public uint ExpDataSN { get; set; }

    /// <summary>Where the next Data-Out has to begin.</summary>
    public long NextOffset { get; set; }

    /// <summary>Data were damaged on their way, and this is how the command ends; null for nothing.</summary>
    public SenseData? Damage { get; set; }

    /// <summary>Whether a task management function has ended it.</summary>
    public bool IsAborted => _aborts != Nexus.Aborts;

    /// <summary>Bytes of memory that it may come to hold for its parameters.</summary>
    public int ParameterLength => _wish.ParameterLength;

    public void Begin(uint tag, ScsiLun lun, uint expectedLength, ItlNexus nexus, in ScsiOutcome wish)
    {
        Tag = tag;
        Lun = lun;
        ExpectedLength = expectedLength;
        Nexus = nexus;
        Length = wish.Complete is null ? wish.WriteBlocks * nexus.Unit.Store!.BlockSize : wish.ParameterLength;
        ToTake = Math.Min(expectedLength, Length);
        (Taken, BurstEnd, NextOffset, TransferTag, R2TSN, ExpDataSN, Damage) = (0, 0, 0, PduHeader.ReservedTag, 0, 0, null);
        _wish = wish;
        _block = wish.Block;
        _heldLength = 0;
        _aborts = nexus.Aborts;
    }

    /// <summary>Lets go of what it holds, until it is used for another command.</summary>
    public void Release()
    {
        _wish = default;
        if (_held.Length > MaxKept)
        {
            _held = [];
        }
    }

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
            if (TakeBlocks(_held.AsSpan(0, blockSize)) is { } sense)
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

        if (_held.Length < capacity)
        {
            _held = new byte[capacity];
        }

        data.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += data.Length;
    }
}
