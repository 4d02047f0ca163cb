namespace BootLab.Iscsi.Target;

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

    /// <summary>Before the PDU is answered, the target sends a ping that wants an answer.</summary>
    Ping,

    /// <summary>A command ends with TASK SET FULL.</summary>
    TaskSetFull,

    /// <summary>The connection stands still for <see cref="TargetFault.Delay"/>; then everything goes on.</summary>
    Delay,

    /// <summary>The PDU is answered with Reject and otherwise ignored.</summary>
    Reject,

    /// <summary>Before the PDU is answered, the target sends an Asynchronous Message.</summary>
    AsyncMessage,

    /// <summary>A login is sent to the very portal that it came to, "moved for now"; struck often enough, a loop. Elsewhere nothing.</summary>
    Redirect,

    /// <summary>The next PDU sent has a wrong header digest, if the connection has header digests.</summary>
    WrongHeaderDigest,

    /// <summary>The next PDU sent that has data has a wrong data digest, if the connection has data digests.</summary>
    WrongDataDigest,

    /// <summary>The next PDU sent has a StatSN that is far off.</summary>
    WrongStatSN,

    /// <summary>The next PDU is cut in the middle, then the connection is closed.</summary>
    Truncate,

    /// <summary>Instead of the next PDU come bytes that are none.</summary>
    Garbage,
}
