namespace BootLab.Iscsi.Target;

/// <summary>CHAP as a target does it.</summary>
public sealed record TargetChap
{
    /// <summary>The name that the initiator has to give; null for any.</summary>
    public string? Username { get; init; }

    /// <summary>The secret that the initiator has to prove; null to believe any response, as a scripted target of a laboratory does.</summary>
    public string? Password { get; init; }

    /// <summary>The name that the target gives when the initiator wants it to prove itself; null refuses to.</summary>
    public string? ReverseUsername { get; init; }

    /// <summary>The secret that the target proves then.</summary>
    public string? ReversePassword { get; init; }

    /// <summary>True: an initiator that does not offer CHAP is refused. False: CHAP is chosen only when the initiator lists it first.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>A fixed CHAP_I; null for a random one.</summary>
    public byte? Identifier { get; init; }

    /// <summary>A fixed CHAP_C; null for 16 random bytes.</summary>
    public byte[]? Challenge { get; init; }
}
