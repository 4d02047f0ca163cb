namespace BootLab.Iscsi.Initiator;

/// <summary>How often a command is tried that a unit does not carry out for a reason that passes.</summary>
public sealed record CommandRetries
{
    /// <summary>A unit that was just reset or is busy gets time.</summary>
    public static CommandRetries Standard { get; } = new() { Busy = 8 };

    /// <summary>Only a UNIT ATTENTION is passed over, as boot programs do.</summary>
    public static CommandRetries UnitAttentionOnly { get; } = new();

    /// <summary>Further tries after UNIT ATTENTION: the command was not carried out, and what it has to tell was told.</summary>
    public int UnitAttention { get; init; } = 10;

    /// <summary>Further tries after BUSY and TASK SET FULL.</summary>
    public int Busy { get; init; }

    /// <summary>The wait before the first of them; each further one is twice as long.</summary>
    public TimeSpan BusyDelay { get; init; } = TimeSpan.FromMilliseconds(20);
}
