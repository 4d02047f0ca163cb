namespace BootLab.Conformance;

/// <summary>What became of one test.</summary>
/// <param name="Suite">Its suite.</param>
/// <param name="Test">Its name.</param>
/// <param name="Passed">Whether the tool counts it as passed, which it does with a skipped one too.</param>
/// <param name="Skips">The reasons that it gave for leaving out all or part of it, each once.</param>
/// <param name="SkippedLines">How many lines say so.</param>
public sealed record CaseResult(string Suite, string Test, bool Passed, IReadOnlyList<string> Skips, int SkippedLines)
{
    public string Name => $"{Suite}.{Test}";

    /// <summary>As it stands in the page.</summary>
    public string Verdict => !Passed ? "**failed**" : Skips.Count == 0 ? "passed" : $"skipped: {string.Join(' ', Skips)}";
}
