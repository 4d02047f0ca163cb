using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>Who logs in, to what, and how.</summary>
public sealed record InitiatorOptions
{
    /// <summary>The initiator's iSCSI name.</summary>
    public required string InitiatorName { get; init; }

    /// <summary>The target's iSCSI name; null for a discovery session.</summary>
    public required string? TargetName { get; init; }

    /// <summary>CHAP name that the initiator proves; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The secret that goes with <see cref="Username"/>.</summary>
    public string? Password { get; init; }

    /// <summary>CHAP name that the target has to prove (mutual CHAP); null when it need not.</summary>
    public string? ReverseUsername { get; init; }

    /// <summary>The secret that goes with <see cref="ReverseUsername"/>.</summary>
    public string? ReversePassword { get; init; }

    /// <summary>The way of logging in.</summary>
    public LoginProfile LoginProfile { get; init; } = LoginProfile.Standard;

    /// <summary>The checksum over headers; only for profiles that leave it open.</summary>
    public DigestUse HeaderDigest { get; init; }

    /// <summary>The checksum over data segments; only for profiles that leave it open.</summary>
    public DigestUse DataDigest { get; init; }

    /// <summary>The ISID; null for one as the profile makes it. The same one again takes over the session that had it (RFC 7143, 6.3.5).</summary>
    public Isid? Isid { get; init; }

    /// <summary>The MAC address, six bytes; only for profiles whose ISID is made from it.</summary>
    public ReadOnlyMemory<byte> Mac { get; init; }

    /// <summary>The counter of task tags; null for one of the session's own.</summary>
    public TaskTags? TaskTags { get; init; }

    /// <summary>How long the target may take for one answer to a login, a logout, a text request or a task management request.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a SCSI command may take; iPXE's limit is 15 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After this long without a word of the target it is pinged with NOP-Out; null for never.</summary>
    public TimeSpan? PingInterval { get; init; }

    /// <summary>How long the target may take to answer a ping, or the abort of a command, before it counts as gone.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
