namespace BootLab.Vm.Running;

/// <summary>How a guest's boot ended, in short.</summary>
public enum VmOutcomeKind
{
    /// <summary>The system logged in to its disk, and all its network cards work.</summary>
    Booted,

    /// <summary>It logged in to its disk, but a card that has a cable got no address.</summary>
    BootedWithoutNic,

    /// <summary>It restarted by itself, after a crash or without one.</summary>
    CrashedAndRebooted,

    /// <summary>It began and then stood still: panic, hang, or switched off.</summary>
    Stopped,

    /// <summary>The system never ran, or runs without its disk.</summary>
    NoBoot,
}

/// <summary>How a guest's boot ended.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Reason">One clause on why or where; empty when the class says all.</param>
public sealed record VmOutcome(VmOutcomeKind Kind, string Reason = "")
{
    /// <summary>The cards that got no address though they have a cable, by the lab's names, in PCI order.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>How often it restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>The class in words, with what belongs to it: "booted without NIC lan", "crashed and rebooted 2 times".</summary>
    public string Words => Kind switch
    {
        VmOutcomeKind.Booted => "booted",
        VmOutcomeKind.BootedWithoutNic => $"booted without NIC {string.Join(", ", Without)}",
        VmOutcomeKind.CrashedAndRebooted => $"crashed and rebooted {(Restarts == 1 ? "once" : $"{Restarts} times")}",
        VmOutcomeKind.Stopped => "stopped",
        _ => "no boot",
    };

    /// <summary>The same as one word for programs.</summary>
    public string Id => Kind switch
    {
        VmOutcomeKind.Booted => "booted",
        VmOutcomeKind.BootedWithoutNic => "booted-without-nic",
        VmOutcomeKind.CrashedAndRebooted => "crashed-and-rebooted",
        VmOutcomeKind.Stopped => "stopped",
        _ => "no-boot",
    };

    /// <summary>Whether two boots ended alike: class and missing cards. Reasons are for people.</summary>
    public bool IsLike(VmOutcome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Kind == other.Kind && Without.SequenceEqual(other.Without);
    }

    /// <inheritdoc/>
    public override string ToString() => Reason.Length > 0 ? $"{Words}: {Reason}" : Words;
}
