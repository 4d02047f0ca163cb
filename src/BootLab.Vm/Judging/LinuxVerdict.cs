using BootLab.Os.Linux;

namespace BootLab.Vm.Judging;

/// <summary>What a kernel made of a table.</summary>
public enum VerdictOutcome
{
    /// <summary>Every structure that the control structure names is shown.</summary>
    Accepted,

    /// <summary>Some are, some were dropped.</summary>
    AcceptedInPart,

    /// <summary>Nothing is shown.</summary>
    Rejected,

    /// <summary>The guest hung, crashed or ended over it.</summary>
    NoAnswer,
}

/// <summary>A kernel's answer to one table.</summary>
/// <param name="Outcome">The short form.</param>
/// <param name="Messages">The kernel's own words, without time stamps, stack traces and repetitions; of a guest that gave no answer the last lines of its console.</param>
/// <param name="LoadError">Why the module could not be loaded, in insmod's words; null when it was.</param>
/// <param name="Dropped">Structures that are not shown.</param>
/// <param name="View">Files and links below /sys/firmware/ibft in ordinal order.</param>
/// <param name="IsFresh">Whether a guest was started for this table alone.</param>
public sealed record LinuxVerdict(
    VerdictOutcome Outcome, IReadOnlyList<string> Messages, string? LoadError, IReadOnlyList<string> Dropped, IReadOnlyList<SysfsEntry> View, bool IsFresh)
{
    /// <summary>What the kernel said at boot, when it searched for the table; only of a guest that booted with it.</summary>
    public IReadOnlyList<string> SearchMessages { get; init; } = [];

    /// <summary>Whether the guest booted with the table, so that its kernel searched for it.</summary>
    public bool HasSearched { get; init; }

    /// <summary>Whether the kernel found a table to make something of.</summary>
    public bool IsFound => !Messages.Contains("No iBFT detected.");
}
