namespace BootLab.Iscsi.Scsi;

/// <summary>Status of a SCSI command (SAM-5, 5.3). A value without a name is kept as it is.</summary>
public enum ScsiStatus : byte
{
    /// <summary>Done.</summary>
    Good = 0x00,

    /// <summary>Sense data say what happened.</summary>
    CheckCondition = 0x02,

    /// <summary>The unit cannot take the command now.</summary>
    Busy = 0x08,

    /// <summary>Another initiator holds a reservation.</summary>
    ReservationConflict = 0x18,

    /// <summary>No room for another task.</summary>
    TaskSetFull = 0x28,

    /// <summary>The task was aborted.</summary>
    TaskAborted = 0x40,
}
