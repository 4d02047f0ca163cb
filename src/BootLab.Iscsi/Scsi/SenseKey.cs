namespace BootLab.Iscsi.Scsi;

/// <summary>Sense keys (SPC-4, 4.5.6).</summary>
public enum SenseKey : byte
{
    /// <summary>Nothing to say.</summary>
    NoSense = 0,

    /// <summary>Done after a recovery.</summary>
    RecoveredError = 1,

    /// <summary>The unit is not ready.</summary>
    NotReady = 2,

    /// <summary>The medium is bad.</summary>
    MediumError = 3,

    /// <summary>The hardware is bad.</summary>
    HardwareError = 4,

    /// <summary>The command or its parameters are not supported.</summary>
    IllegalRequest = 5,

    /// <summary>Something happened since the last command: power on, reset, a changed capacity.</summary>
    UnitAttention = 6,

    /// <summary>Writing is forbidden.</summary>
    DataProtect = 7,

    /// <summary>The command was aborted.</summary>
    AbortedCommand = 11,

    /// <summary>Data compared differ.</summary>
    Miscompare = 14,
}
