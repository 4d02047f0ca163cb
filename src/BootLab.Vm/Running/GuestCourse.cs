namespace BootLab.Vm.Running;

/// <summary>How the watching of a guest ended.</summary>
public enum GuestEnd
{
    /// <summary>Its report came to its end.</summary>
    Reported,

    /// <summary>It switched itself off before.</summary>
    SwitchedOff,

    /// <summary>It panicked, and nothing followed.</summary>
    Panicked,

    /// <summary>It restarted more often than it was allowed to.</summary>
    RestartedTooOften,

    /// <summary>A stage took longer than it may.</summary>
    TooSlow,

    /// <summary>QEMU itself ended.</summary>
    QemuEnded,
}

/// <summary>What happened to a guest, seen from outside: QEMU's events, marker lines and silence.</summary>
/// <param name="End">How the watching ended.</param>
/// <param name="Panics">Panics that the guest told QEMU of.</param>
/// <param name="Restarts">Resets that the guest asked for.</param>
/// <param name="LastStage">The stage that it was in, by name; null when its init was never heard.</param>
public sealed record GuestCourse(GuestEnd End, int Panics, int Restarts, string? LastStage)
{
    /// <summary>What the stage that took too long was allowed; null when none did.</summary>
    public TimeSpan? Limit { get; init; }
}
