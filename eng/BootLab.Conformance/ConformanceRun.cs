using System.Text.RegularExpressions;
using BootLab.Testing;

namespace BootLab.Conformance;

/// <summary>One run of iscsi-test-cu. Its exit status says nothing, so its words are read.</summary>
/// <param name="Cases">The tests in their order.</param>
/// <param name="Total">How many tests the summary counts.</param>
/// <param name="Passed">How many of them it counts as passed.</param>
public sealed partial record ConformanceRun(IReadOnlyList<CaseResult> Cases, int Total, int Passed)
{
    public int SkippedLines => Cases.Sum(result => result.SkippedLines);

    /// <summary>Runs tests that may destroy the disk.</summary>
    /// <param name="tests">FAMILY, or FAMILY.SUITE.</param>
    /// <param name="urls">One, or two paths to the same disk.</param>
    /// <exception cref="TimeoutException">The tool did not end.</exception>
    public static ConformanceRun Start(string tests, params string[] urls)
    {
        var tool = Requires.Tool("iscsi-test-cu", "libiscsi-bin");
        return Read(PeerProcess.Run(tool, ["-d", "-v", $"--test={tests}", .. urls]).Output);
    }

    /// <summary>Reads what the tool printed.</summary>
    /// <exception cref="FormatException">There is no summary: the tool did not come to its end.</exception>
    public static ConformanceRun Read(string output)
    {
        var summary = Summary().Match(output);
        if (!summary.Success)
        {
            throw new FormatException($"found no 'Run Summary' in what iscsi-test-cu printed: {output}");
        }

        var cases = new List<CaseResult>();
        var suite = "";
        foreach (Match part in Part().Matches(output[..summary.Index]))
        {
            if (part.Groups["suite"].Success)
            {
                suite = part.Groups["suite"].Value;
                continue;
            }

            var body = part.Groups["body"].Value;
            var verdict = Verdict().Match(body);
            string[] skips = [.. Skip().Matches(body).Select(skip => skip.Groups["reason"].Value.Trim())];
            cases.Add(new CaseResult(suite, part.Groups["test"].Value, verdict.Value == "passed", [.. skips.Distinct()], skips.Length));
        }

        return new ConformanceRun(cases, int.Parse(summary.Groups["total"].Value), int.Parse(summary.Groups["passed"].Value));
    }

    [GeneratedRegex(@"^Suite: (?<suite>\S+)[^\n]*$|^  Test: (?<test>\S+) \.\.\.(?<body>.*?)(?=^  Test: |^Suite: |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"(?<=\A|^)(passed|FAILED)", RegexOptions.Multiline)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"\[SKIPPED\](?<reason>[^\n]*)")]
    private static partial Regex Skip();

    [GeneratedRegex(@"^Run Summary:.*?^ +tests +(?<total>\d+) +\d+ +(?<passed>\d+) ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Summary();
}
