namespace BootLab.Iscsi.Initiator;

/// <summary>How hard a lost session is tried to be had again.</summary>
public sealed record ReconnectPolicy
{
    /// <summary>Logins tried after a session was lost, before the command that found it so fails.</summary>
    public int MaxLogins { get; init; } = 8;

    /// <summary>How often one command may lose its session and be repeated.</summary>
    public int MaxRepeats { get; init; } = 3;

    /// <summary>The wait before a second login; each further one is twice as long, up to <see cref="MaxDelay"/>. What the target wants to be waited (Time2Wait) comes before it.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two logins.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(4);
}
