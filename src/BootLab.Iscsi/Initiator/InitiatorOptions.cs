namespace BootLab.Iscsi.Initiator;

/// <summary>Who logs in, to what, and how.</summary>
public sealed record InitiatorOptions
{
    /// <summary>The initiator's iSCSI name.</summary>
    public required string InitiatorName { get; init; }

    /// <summary>The target's iSCSI name.</summary>
    public required string TargetName { get; init; }

    /// <summary>CHAP name that the initiator proves; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The secret that goes with <see cref="Username"/>.</summary>
    public string? Password { get; init; }

    /// <summary>CHAP name that the target has to prove (mutual CHAP); null when it need not.</summary>
    public string? ReverseUsername { get; init; }

    /// <summary>The secret that goes with <see cref="ReverseUsername"/>.</summary>
    public string? ReversePassword { get; init; }

    /// <summary>Whose way of logging in.</summary>
    public LoginProfile LoginProfile { get; init; } = LoginProfile.Ipxe;

    /// <summary>The MAC address, six bytes; only for profiles whose ISID is made from it.</summary>
    public ReadOnlyMemory<byte> Mac { get; init; }

    /// <summary>The counter of task tags; null for one of the session's own.</summary>
    public TaskTags? TaskTags { get; init; }

    /// <summary>How long the target may take for one login answer.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a SCSI command may take; iPXE's limit is 15 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
