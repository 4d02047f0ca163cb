using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Initiator;

/// <summary>How a SCSI command ended.</summary>
/// <param name="Status">The status.</param>
/// <param name="Sense">Sense data that came with it, if readable.</param>
/// <param name="Transferred">Bytes of Data-In received.</param>
/// <param name="Residual">Residual count: positive for overflow, negative for underflow.</param>
public readonly record struct ScsiResult(ScsiStatus Status, SenseData? Sense, int Transferred, long Residual)
{
    /// <summary>Whether the status is GOOD.</summary>
    public bool IsGood => Status == ScsiStatus.Good;

    /// <summary>Whether the command was not carried out because of a UNIT ATTENTION: to be sent again.</summary>
    public bool IsUnitAttention => Status == ScsiStatus.CheckCondition && Sense?.Key == SenseKey.UnitAttention;
}
