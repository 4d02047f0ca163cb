namespace BootLab.Iscsi.Target;

/// <summary>Something that a target is told to do wrong.</summary>
/// <param name="Trigger">The event that counts.</param>
/// <param name="Skip">How many such events pass by, over all sessions, before it happens.</param>
/// <param name="Action">What happens.</param>
/// <param name="Times">How many events it happens to.</param>
public sealed record TargetFault(FaultTrigger Trigger, int Skip, FaultAction Action, int Times = 1);

/// <summary>What a <see cref="TargetFault"/> counts.</summary>
public enum FaultTrigger
{
    /// <summary>A Login Request for this target.</summary>
    Login,

    /// <summary>Any SCSI command.</summary>
    Command,

    /// <summary>A READ of any length.</summary>
    Read,

    /// <summary>A Data-In PDU of a READ: the fault strikes in the middle of the data.</summary>
    ReadData,
}

/// <summary>What a <see cref="TargetFault"/> does.</summary>
public enum FaultAction
{
    /// <summary>The connection is closed.</summary>
    Close,

    /// <summary>Nothing is answered any more; the connection stays.</summary>
    Silence,

    /// <summary>A login is refused with class 3, detail 1 (service unavailable); elsewhere as <see cref="Close"/>.</summary>
    Refuse,

    /// <summary>A command ends with BUSY.</summary>
    Busy,

    /// <summary>A command ends with CHECK CONDITION, UNIT ATTENTION.</summary>
    UnitAttention,

    /// <summary>A command ends with CHECK CONDITION, MEDIUM ERROR.</summary>
    MediumError,

    /// <summary>Before the command is answered, the target sends a ping that wants an answer.</summary>
    Ping,
}
