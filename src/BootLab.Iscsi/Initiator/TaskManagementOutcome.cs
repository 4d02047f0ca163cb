namespace BootLab.Iscsi.Initiator;

/// <summary>What a target made of a task management request (RFC 7143, 11.6.1). A value without a name is kept as it is.</summary>
public enum TaskManagementOutcome : byte
{
    /// <summary>Done.</summary>
    Complete = 0,

    /// <summary>The target does not know the task.</summary>
    NoSuchTask = 1,

    /// <summary>The target does not know the logical unit.</summary>
    NoSuchLogicalUnit = 2,

    /// <summary>The function is not supported.</summary>
    NotSupported = 5,

    /// <summary>The initiator may not do this.</summary>
    NotAuthorised = 6,

    /// <summary>Refused.</summary>
    Rejected = 255,
}
