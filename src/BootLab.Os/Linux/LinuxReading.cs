namespace BootLab.Os.Linux;

/// <summary>Why the module iscsi_ibft refuses a table.</summary>
public enum Refusal
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The revision is not 1: ENOENT.</summary>
    Revision,

    /// <summary>The bytes do not sum to 0: ENOENT.</summary>
    Checksum,

    /// <summary>Control's id is not 1: ENODEV.</summary>
    ControlId,

    /// <summary>Control's index is not 0: ENODEV.</summary>
    ControlIndex,

    /// <summary>Control is too short, or before 5.6 not exactly 18 bytes long: ENODEV.</summary>
    ControlLength,

    /// <summary>Two structures want the same folder: ENOMEM.</summary>
    SameFolder,
}

/// <summary>What becomes of one structure that the control structure names.</summary>
public enum StructureFate
{
    /// <summary>It has its folder.</summary>
    Shown,

    /// <summary>Its offset lies outside of the table as the module reckons; nothing is said.</summary>
    OutOfTable,

    /// <summary>Its length is not that of its kind.</summary>
    WrongLength,

    /// <summary>Its id is 0, 1 or 5; nothing is said.</summary>
    Ignored,

    /// <summary>Its id is not known.</summary>
    UnknownId,

    /// <summary>Its folder exists already: everything is torn down.</summary>
    Collision,

    /// <summary>Had a folder until a later one collided.</summary>
    TornDown,
}

/// <summary>One structure that the control structure names.</summary>
/// <param name="SlotOffset">Where the control structure names it, in bytes from the beginning of the table.</param>
/// <param name="Offset">Where it is in the table.</param>
/// <param name="Id">The first byte there; 0 when the module does not look.</param>
/// <param name="Index">Its index byte; 0 when the module does not look.</param>
/// <param name="Name">Its folder, such as <c>ethernet0</c>; <c>structure</c> when it gets none whatever it says.</param>
/// <param name="Fate">What becomes of it.</param>
public sealed record LinuxStructure(int SlotOffset, int Offset, byte Id, byte Index, string Name, StructureFate Fate);

/// <summary>Something that the module reads although it is not in the table, or writes where it must not.</summary>
/// <param name="Path">The file, such as <c>ethernet0/hostname</c>; a structure's folder, or <c>control</c>, when it is not about one file.</param>
/// <param name="Reason">What it does.</param>
/// <param name="IsWrite">Whether it writes over memory that is not its own: what the system does from then on is open.</param>
public sealed record UndefinedRead(string Path, string Reason, bool IsWrite = false);

/// <summary>What the module iscsi_ibft makes of the memory.</summary>
/// <param name="Outcome">In short.</param>
/// <param name="Address">Where the table is; null when none is found.</param>
public sealed record LinuxReading(ConsumerOutcome Outcome, ulong? Address)
{
    /// <summary>What the kernel says when it searches, at boot.</summary>
    public IReadOnlyList<string> SearchMessages { get; init; } = [];

    /// <summary>What the module says when it is loaded: without time stamps and stack traces, each line once.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>Why the module is not loaded.</summary>
    public Refusal Refusal { get; init; }

    /// <summary>What is below /sys/firmware/ibft.</summary>
    public SysfsTree Tree { get; init; } = SysfsTree.Empty;

    /// <summary>Every structure that the module came to, in the order of the control structure.</summary>
    public IReadOnlyList<LinuxStructure> Structures { get; init; } = [];

    /// <summary>What nobody can foretell; the outcome is <see cref="ConsumerOutcome.Undefined"/> when there is any, and these files' values are what the memory at hand gives.</summary>
    public IReadOnlyList<UndefinedRead> Undefined { get; init; } = [];
}
