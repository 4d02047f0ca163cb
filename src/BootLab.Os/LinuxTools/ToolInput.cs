using BootLab.Os.Linux;

namespace BootLab.Os.LinuxTools;

/// <summary>What a tool on top of Linux reads.</summary>
/// <param name="Tree">Below /sys/firmware/ibft.</param>
/// <param name="Interfaces">In the order of their numbers.</param>
internal sealed record ToolInput(SysfsTree Tree, IReadOnlyList<LinuxInterface> Interfaces)
{
    /// <summary>The folders in the order in which a program that reads the folder meets them.</summary>
    public IReadOnlyList<string> Walk { get; init; } = KernfsOrder.Sort(Tree.Folders);

    /// <summary>Folders whose names begin like this, in that order.</summary>
    public IEnumerable<string> Walked(string prefix) => Walk.Where(folder => folder.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The same in the order of a shell's pattern: ethernet0, ethernet1, ethernet10, ethernet2.</summary>
    public IEnumerable<string> Globbed(string prefix) => Tree.Folders.Where(folder => folder.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>What becomes of one folder.</summary>
internal readonly record struct FolderFate(bool IsUsed, string Summary);

/// <summary>What a tool makes of the tree.</summary>
/// <param name="Outcome">In short.</param>
/// <param name="Fates">What becomes of each folder, by its name.</param>
internal sealed record ToolResult(ConsumerOutcome Outcome, IReadOnlyDictionary<string, FolderFate> Fates)
{
    /// <summary>What it says.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>What it writes.</summary>
    public IReadOnlyList<string> Native { get; init; } = [];

    /// <summary>What a tool makes of so many folders: all, some, none used.</summary>
    public static ConsumerOutcome Judge(IReadOnlyCollection<FolderFate> fates) => fates.All(fate => fate.IsUsed) ? ConsumerOutcome.Accepted
        : fates.Any(fate => fate.IsUsed) ? ConsumerOutcome.AcceptedInPart
        : ConsumerOutcome.Rejected;
}
