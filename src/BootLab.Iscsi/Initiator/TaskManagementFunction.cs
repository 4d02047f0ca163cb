namespace BootLab.Iscsi.Initiator;

/// <summary>What a target is asked to do with tasks (RFC 7143, 11.5.1).</summary>
public enum TaskManagementFunction : byte
{
    /// <summary>Ends one command.</summary>
    AbortTask = 1,

    /// <summary>Ends the commands of this session at a logical unit.</summary>
    AbortTaskSet = 2,

    /// <summary>Ends the commands of all sessions at a logical unit.</summary>
    ClearTaskSet = 4,

    /// <summary>Resets a logical unit.</summary>
    LogicalUnitReset = 5,

    /// <summary>Resets all logical units.</summary>
    TargetWarmReset = 6,

    /// <summary>Resets the target; it drops all connections.</summary>
    TargetColdReset = 7,
}
