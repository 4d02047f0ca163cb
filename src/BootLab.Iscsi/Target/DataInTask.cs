using BootLab.Iscsi.Target.LogicalUnits;

namespace BootLab.Iscsi.Target;

/// <summary>
/// A command whose data are on their way to the initiator; the data are fetched when a PDU is due, not before. Used again for another command when it is over.
/// </summary>
internal sealed class DataInTask
{
    private int _aborts;

    public uint Tag { get; private set; }

    public ItlNexus Nexus { get; private set; } = null!;

    /// <summary>Bytes that the initiator expects.</summary>
    public uint ExpectedLength { get; private set; }

    /// <summary>Bytes that the command has; fewer or more than expected is told as residual.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that will be sent.</summary>
    public long ToSend { get; private set; }

    /// <summary>Data at hand; null when they are blocks of the unit.</summary>
    public byte[]? Data { get; private set; }

    public long Block { get; private set; }

    public long Sent { get; set; }

    public uint DataSN { get; set; }

    /// <summary>Whether a task management function has ended it.</summary>
    public bool IsAborted => _aborts != Nexus.Aborts;

    public void Begin(uint tag, uint expectedLength, ItlNexus nexus, in ScsiOutcome outcome)
    {
        Tag = tag;
        Nexus = nexus;
        ExpectedLength = expectedLength;
        Length = outcome.Data?.Length ?? (outcome.ReadBlocks * nexus.Unit.Store!.BlockSize);
        ToSend = Math.Min(expectedLength, Length);
        Data = outcome.Data;
        Block = outcome.Block;
        (Sent, DataSN) = (0, 0);
        _aborts = nexus.Aborts;
    }

    /// <summary>Ends it before its time.</summary>
    public void Abort() => _aborts = Nexus.Aborts - 1;
}
