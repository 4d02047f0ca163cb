using BootLab.Os.Knowledge;
using BootLab.Os.Windows;

namespace BootLab.Labs.Files;

/// <summary>What one profile must predict; null and empty members are not looked at.</summary>
public sealed record ExpectedPrediction
{
    /// <summary>How the boot ends.</summary>
    public WindowsOutcome? Outcome { get; init; }

    /// <summary>The stage that decided.</summary>
    public WindowsStage? Stage { get; init; }

    /// <summary>The stop code, or the loader's error.</summary>
    public uint? Code { get; init; }

    /// <summary>The id of the fact that decided, such as <c>N-2</c> or <c>OQ-4</c>.</summary>
    public string? Deciding { get; init; }

    /// <summary>Whether a source reports this outcome.</summary>
    public bool? IsReported { get; init; }

    /// <summary>How the weakest deciding fact is known.</summary>
    public Evidence? Confidence { get; init; }

    /// <summary>For NICs by name what is wrong with them, and nothing else; empty for <c>works</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Nics { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What is wrong with the whole machine, and nothing else; empty for <c>works</c>, null when it is not looked at.</summary>
    public IReadOnlyList<string>? Machine { get; init; }
}
