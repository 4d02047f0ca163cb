using System.Diagnostics.CodeAnalysis;
using BootLab.Os.Reading;

namespace BootLab.Os.Windows;

/// <summary>Versions of Windows that behave alike, oldest first.</summary>
public enum WindowsGeneration
{
    /// <summary>XP and Server 2003, with sanbootconf.</summary>
    Xp,

    /// <summary>Vista and Server 2008.</summary>
    Vista,

    /// <summary>7 and Server 2008 R2.</summary>
    Seven,

    /// <summary>8 and Server 2012.</summary>
    Eight,

    /// <summary>8.1 and Server 2012 R2.</summary>
    EightOne,

    /// <summary>10, Server 2016 and 2019.</summary>
    Ten,

    /// <summary>11 before 24H2, Server 2022.</summary>
    Eleven,

    /// <summary>11 24H2 and later, Server 2025.</summary>
    Eleven24H2,
}

/// <summary>A version of Windows: all that share it behave alike at a boot from iSCSI.</summary>
/// <param name="Id">Its short name, such as <c>2012</c>, <c>2012-hotfix</c>, <c>11</c>.</param>
/// <param name="Name">Its name in text, such as <c>Windows Server 2012 and 8</c>.</param>
/// <param name="Generation">What it behaves like.</param>
public sealed record WindowsRelease(string Id, string Name, WindowsGeneration Generation)
{
    private const string Prefix = "windows-";

    /// <summary>Every version, oldest first.</summary>
    public static IReadOnlyList<WindowsRelease> All => WindowsReleases.All;

    /// <summary>The lowest build that is this version.</summary>
    public required int FirstBuild { get; init; }

    /// <summary>Further short names, such as <c>8</c> for <c>2012</c>.</summary>
    public IReadOnlyList<string> OtherIds { get; init; } = [];

    /// <summary>What it does that others do not, and how that is known.</summary>
    public IReadOnlyList<VersionDifference> Differences { get; init; } = [];

    /// <summary>Fixes that are in it.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <summary>Fixes that can be put into it.</summary>
    public IEnumerable<WindowsHotfix> Hotfixes => WindowsHotfix.All.Where(fix => fix.Generations.Contains(Generation) && !Included.Contains(fix.Id));

    /// <summary>How it is known that this version has a trait; null when it has it not.</summary>
    public VersionDifference? With(WindowsTrait trait) => Differences.FirstOrDefault(difference => difference.Trait == trait);

    /// <summary>
    /// Reads the name of a version: its short name (<c>2012r2</c>, <c>24h2</c>), with or without <c>windows</c>, <c>win</c> and <c>server</c> before it; blanks stand for hyphens, capitals for small letters.
    /// </summary>
    /// <param name="text">The name.</param>
    /// <param name="release">The version.</param>
    /// <param name="error">What was found, what was expected, and what may have been meant.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out WindowsRelease? release, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var id = ShortName(text);
        release = All.FirstOrDefault(one => one.Id == id || one.OtherIds.Contains(id));
        error = release is not null ? null
            : NearestName.Of(id, All.SelectMany(one => one.OtherIds.Prepend(one.Id))) is { } nearest ? $"found '{text}', expected a version of Windows; did you mean '{Prefix}{nearest}'?"
            : $"found '{text}', expected a version of Windows: one of {string.Join(", ", All.Select(one => Prefix + one.Id))}";
        return release is not null;
    }

    /// <summary>The version of a build.</summary>
    /// <param name="build">The build, such as 9200.</param>
    /// <param name="hotfixes">Fixes that are in it: <c>KB-2012-NIC</c> makes Server 2012 the version with that fix.</param>
    /// <returns>The version; null when the build is older than all of them.</returns>
    public static WindowsRelease? OfBuild(int build, params IReadOnlyList<string> hotfixes)
    {
        // Server 2022 (20348) is numbered between Windows 10's last build and Windows 11's first.
        return All.LastOrDefault(one => one.Included.Count == 0 && one.FirstBuild <= build)?.WithFixes(hotfixes);
    }

    /// <summary>The version that this one is with fixes in it: Server 2012 with <c>KB-2012-NIC</c> is one of its own, however it is told that the fix is in.</summary>
    public WindowsRelease WithFixes(IReadOnlyList<string> hotfixes) =>
        All.FirstOrDefault(one => one.FirstBuild == FirstBuild && one.Included.Count > 0 && one.Included.All(fix => hotfixes.Contains(fix, StringComparer.OrdinalIgnoreCase))) ?? this;

    private static string ShortName(string text)
    {
        var name = text.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        foreach (var word in new[] { "windows", "win", "server" })
        {
            var rest = name.StartsWith(word, StringComparison.Ordinal) ? name.AsSpan(word.Length) : [];
            name = rest is ['-', ..] ? rest[1..].ToString() : rest is [>= '0' and <= '9', ..] ? rest.ToString() : name;
        }

        return name.Replace("-r2", "r2", StringComparison.Ordinal);
    }
}
