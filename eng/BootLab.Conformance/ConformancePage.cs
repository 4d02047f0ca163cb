using System.Text;

namespace BootLab.Conformance;

/// <summary>docs/conformance.md: each test of the tool with what became of it.</summary>
public static class ConformancePage
{
    public const string Path = "docs/conformance.md";

    /// <summary>Writes the page.</summary>
    /// <param name="tool">The tool and its version.</param>
    /// <param name="peer">The other target and its version.</param>
    /// <param name="sections">The tables.</param>
    public static string Write(string tool, string peer, IReadOnlyList<ConformanceSection> sections)
    {
        var page = new StringBuilder();
        page.Append($"""
            # Conformance of the embedded target

            Made by `eng/conformance.sh`: {tool} against the embedded target and, run the same way, {peer}.
            Each disk has 128 MiB in blocks of 512 bytes and holds nothing of worth (`-d`). The SCSI family is given two paths to the disk, so that the tests of
            several paths run too. The tool counts a test that it skips as passed; here it is called skipped, with the tool's reason.


            """);
        foreach (var section in sections)
        {
            page.Append($"- **{section.Title}**: embedded target {Sum(section.Embedded)}{(section.Peer is null ? "" : $"; {peer} {Sum(section.Peer)}")}\n");
        }

        page.Append("\n## Why tests of the embedded target are skipped\n\n| The tool says | Because |\n| --- | --- |\n");
        foreach (var (reason, explanation) in SkipReasons.All)
        {
            page.Append($"| {reason} | {explanation} |\n");
        }

        foreach (var section in sections)
        {
            Append(page, section, peer);
        }

        return page.ToString();
    }

    /// <summary>The verdicts on the embedded target that a page holds, by section and test.</summary>
    public static IReadOnlyDictionary<(string Section, string Test), string> ReadEmbedded(string page)
    {
        var verdicts = new Dictionary<(string, string), string>();
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            var cells = line.Split('|');
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (cells.Length >= 4 && cells[1].Contains('.', StringComparison.Ordinal) && !cells[1].Contains(". ", StringComparison.Ordinal))
            {
                verdicts[(section, cells[1].Trim())] = cells[2].Trim();
            }
        }

        return verdicts;
    }

    private static void Append(StringBuilder page, ConformanceSection section, string peer)
    {
        page.Append($"\n## {section.Title}\n\n| Test | Embedded target |{(section.Peer is null ? "" : $" {peer} |")}\n| --- | --- |{(section.Peer is null ? "" : " --- |")}\n");
        var others = section.Peer?.Cases.ToDictionary(result => result.Name, result => result.Verdict);
        foreach (var result in section.Embedded.Cases)
        {
            page.Append($"| {result.Name} | {result.Verdict} |{(others is null ? "" : $" {others.GetValueOrDefault(result.Name, "not run")} |")}\n");
        }
    }

    private static string Sum(ConformanceRun run) =>
        $"{run.Passed} of {run.Total} passed, {run.Cases.Count(result => result.Passed && result.Skips.Count > 0)} of these skipped in whole or in part ({run.SkippedLines} lines say so)";
}
