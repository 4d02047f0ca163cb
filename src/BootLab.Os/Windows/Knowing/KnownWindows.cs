using BootLab.Disk.Registry.Windows;
using BootLab.Disk.Windows;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Tables;

namespace BootLab.Os.Windows.Knowing;

/// <summary>What is known of an installed Windows, whether from its disk, from the record of its installation, or from both.</summary>
public sealed record KnownWindows
{
    // The revision of build 26100 that KB5051987 brings.
    private const int PollModeBuild = 26100;
    private const uint PollModeRevision = 3194;

    /// <summary>Which Windows: the version that it is with the fixes that are in it.</summary>
    public required WindowsRelease Release { get; init; }

    /// <summary>The NICs that it has met.</summary>
    public IReadOnlyList<KnownNic> Nics { get; init; } = [];

    /// <summary>Whether a NIC that is not among <see cref="Nics"/> was never met; false when only some are known.</summary>
    public bool KnowsAllNics { get; init; }

    /// <summary>Its build; null when it is not known.</summary>
    public int? Build { get; init; }

    /// <summary>Fixes in it, as far as they are known.</summary>
    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    /// <summary>How it was installed.</summary>
    public InstallWay Way { get; init; }

    /// <summary>The disk that boots; null when nobody has looked into it.</summary>
    public WindowsImage? Image { get; init; }

    /// <summary>Whether its disk says that it is no server.</summary>
    public bool IsClient => Image?.Version?.InstallationType == "Client";

    /// <summary>The facts of its hive; null when nobody has looked, or there is none.</summary>
    public WindowsFacts? Hive => Image?.Facts;

    /// <summary>What a situation says. Where the disk speaks it goes before the record of the installation, which is left to say how it was installed and what the table listed.</summary>
    public static KnownWindows Of(WindowsSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        var record = situation.Installed;
        var hive = situation.Image?.Facts;
        var recorded = record is null ? [] : Recorded(record);
        IReadOnlyList<string> hotfixes = [.. situation.Release.Included, .. situation.Hotfixes, .. record?.Hotfixes ?? [], .. InRevision(situation.Image?.Version)];
        return new KnownWindows
        {
            Release = situation.Release.WithFixes(hotfixes),
            Nics = hive is null ? recorded : [.. hive.Nics.Select(nic => ImageNics.Of(nic, hive, recorded))],
            KnowsAllNics = hive is not null || record is { Nics.Count: > 0 },
            Build = situation.Image?.Version?.Build ?? record?.Build,
            Hotfixes = hotfixes,
            Way = record?.Way ?? InstallWay.Unknown,
            Image = situation.Image,
        };
    }

    /// <summary>Whether a version's trait shows here: it has it, and no fix that mends it is in.</summary>
    public VersionDifference? With(WindowsTrait trait) => IsMended(trait) ? null : Release.With(trait);

    /// <summary>Whether a fix is in that takes a trait away from this version.</summary>
    public bool IsMended(WindowsTrait trait) => Hotfixes.Any(id => WindowsHotfix.Find(id) is { } fix && fix.Mends == trait && fix.Generations.Contains(Release.Generation));

    private static List<KnownNic> Recorded(InstallRecord record)
    {
        var isAmongThem = record.Nics.Any(nic => IsFirst(record, nic));
        return [.. (isAmongThem ? record.Nics : record.Nics.Prepend(record.FirstNic)).Select(nic => KnownNic.Of(Listed(record, nic)))];
    }

    private static bool IsFirst(InstallRecord record, InstalledNic nic) => nic.Mac.Equals(record.FirstNic.Mac) && nic.Pci == record.FirstNic.Pci;

    // The first NIC of a table is listed by it, whoever wrote the record; for the others a table that was kept speaks.
    private static InstalledNic Listed(InstallRecord record, InstalledNic nic) =>
        nic.IsListed is not null ? nic
        : IsFirst(record, nic) ? nic with { IsListed = true }
        : record.Table is { } bytes && IbftReader.ReadLenient(bytes.Span).Table is { } table ? nic with { IsListed = table.Lists(nic.Mac) }
        : nic;

    /// <summary>Fixes that a revision of a build brings.</summary>
    internal static IEnumerable<string> InRevision(WindowsVersion? version) =>
        version is { Build: > PollModeBuild } or { Build: PollModeBuild, Revision: >= PollModeRevision } ? ["KB5051987"] : [];
}
