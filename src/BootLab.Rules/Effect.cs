namespace BootLab.Rules;

/// <summary>What an operating system makes of a table.</summary>
public enum Consequence
{
    /// <summary>It boots, and every NIC works.</summary>
    Works,

    /// <summary>It boots; a NIC stays dead with Code 31 of the Windows device manager.</summary>
    Code31,

    /// <summary>It does not come up; how it fails is not known.</summary>
    Fails,

    /// <summary>It crashes while booting and the machine restarts.</summary>
    CrashAndReboot,
}

/// <summary>What a breach of a rule leads to.</summary>
/// <param name="Consequence">What happens.</param>
/// <param name="Reported">True when a source says what happens; false when this is an assumption.</param>
/// <param name="Text">The same in words.</param>
public sealed record Effect(Consequence Consequence, bool Reported, string Text);
