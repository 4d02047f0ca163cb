using BootLab.Os.Windows.Knowing;
using BootLab.Os.Windows.Tables;

namespace BootLab.Os.Windows.Stages;

/// <summary>A situation with what was read of it: what the stages judge, and what a change is tried on.</summary>
/// <param name="Situation">What is known.</param>
/// <param name="Finding">What came of the search for the table.</param>
/// <param name="Windows">What is known of the installed Windows.</param>
internal sealed record BootCase(WindowsSituation Situation, TableFinding Finding, KnownWindows Windows)
{
    /// <summary>Matters that a change mends: where they would break or degrade the boot they hold.</summary>
    public IReadOnlyList<WindowsFact> Mended { get; init; } = [];

    /// <summary>Reads a situation.</summary>
    public static BootCase Of(WindowsSituation situation) => new(
        situation,
        TableSearch.Find(situation.Memory, byDriver: situation.Release.With(WindowsTrait.TableByDriver) is not null),
        KnownWindows.Of(situation));
}
