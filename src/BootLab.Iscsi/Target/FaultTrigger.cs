namespace BootLab.Iscsi.Target;

/// <summary>What a <see cref="TargetFault"/> counts.</summary>
public enum FaultTrigger
{
    /// <summary>A login to this target, at the first request that names it.</summary>
    Login,

    /// <summary>Any SCSI command.</summary>
    Command,

    /// <summary>A READ of any length.</summary>
    Read,

    /// <summary>A Data-In PDU of a READ: the fault strikes in the middle of the data.</summary>
    ReadData,

    /// <summary>A WRITE of any length.</summary>
    Write,

    /// <summary>A Data-Out PDU: the fault strikes in the middle of the data.</summary>
    DataOut,

    /// <summary>A NOP-Out.</summary>
    Nop,

    /// <summary>Any PDU of the initiator, counted on each connection from its first login request.</summary>
    ReceivedPdu,

    /// <summary>Any PDU to the initiator, counted on each connection from the first login response.</summary>
    SentPdu,
}
