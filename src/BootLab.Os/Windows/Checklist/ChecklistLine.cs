using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows.Checklist;

/// <summary>One thing that was looked at.</summary>
/// <param name="Section">The heading that it stands under, such as <c>NIC 08:04.0</c>.</param>
/// <param name="KeyPath">Path of the registry key, from the root of its hive; for a file its path, for the boot configuration its object.</param>
/// <param name="ValueName">The value, or several, separated by commas.</param>
/// <param name="Found">What is there.</param>
/// <param name="Wanted">What should be there; empty where nothing is wanted.</param>
/// <param name="State">Whether that is so.</param>
/// <param name="FactId">The matter's id in the catalogue of facts, such as <c>W-SVC-1</c>.</param>
/// <param name="Evidence">How the rule is known for this version of Windows.</param>
/// <param name="SourceKeys">Where from: keys of <see cref="Sources"/>.</param>
/// <param name="Text">What follows from it, in one line.</param>
public sealed record ChecklistLine(
    string Section,
    string KeyPath,
    string ValueName,
    string Found,
    string Wanted,
    CheckState State,
    string FactId,
    Evidence Evidence,
    IReadOnlyList<string> SourceKeys,
    string Text);
