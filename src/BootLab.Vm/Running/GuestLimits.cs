namespace BootLab.Vm.Running;

/// <summary>How long is waited for a guest, and how often it may restart.</summary>
public sealed record GuestLimits
{
    /// <summary>From power-on, or a restart, to the first word of its init.</summary>
    public TimeSpan Boot { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From one stage to the next. A login that nobody answers takes open-iscsi longest.</summary>
    public TimeSpan Stage { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>From a panic to the restart that may follow.</summary>
    public TimeSpan Panic { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Restarts after which it is given up.</summary>
    public int Restarts { get; init; } = 2;
}
