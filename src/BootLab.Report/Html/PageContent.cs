using BootLab.Firmware.Sources;
using BootLab.Ibft;
using BootLab.Report.Tables;

namespace BootLab.Report.Html;

/// <summary>What a page about a table shows.</summary>
/// <param name="Source">The source as the user named it.</param>
/// <param name="Content">All that was found there.</param>
/// <param name="Table">The table that the page is about.</param>
/// <param name="Reading">The same, read.</param>
/// <param name="Secrets">What is masked.</param>
public sealed record PageContent(string Source, SourceContent Content, FoundTable Table, IbftReading Reading, Secrets Secrets)
{
    /// <summary>What a linter found. Anomalies of the form are shown beside it where it says nothing of their bytes.</summary>
    public IReadOnlyList<PageFinding> Findings { get; init; } = [];
}
