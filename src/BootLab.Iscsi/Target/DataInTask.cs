using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;

namespace BootLab.Iscsi.Target;

/// <summary>A command whose data are on their way to the initiator; the data are fetched when a PDU is due, not before.</summary>
internal sealed class DataInTask(uint tag, ScsiLun lun, uint expectedLength, long length, ItlNexus nexus)
{
    private readonly int _aborts = nexus.Aborts;

    public uint Tag { get; } = tag;

    public ScsiLun Lun { get; } = lun;

    /// <summary>Bytes that the initiator expects.</summary>
    public uint ExpectedLength { get; } = expectedLength;

    /// <summary>Bytes that the command has; fewer or more than expected is told as residual.</summary>
    public long Length { get; } = length;

    /// <summary>Bytes that will be sent.</summary>
    public long ToSend { get; } = Math.Min(expectedLength, length);

    /// <summary>Whether another initiator had it aborted.</summary>
    public bool IsAborted => nexus.Aborts != _aborts;

    /// <summary>Data at hand; null when they come from <see cref="Store"/>.</summary>
    public byte[]? Data { get; init; }

    public IBlockStore? Store { get; init; }

    public long Block { get; init; }

    public long Sent { get; set; }

    public uint DataSN { get; set; }
}
