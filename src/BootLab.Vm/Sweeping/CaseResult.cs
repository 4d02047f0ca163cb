using BootLab.Os.Knowledge;

namespace BootLab.Vm.Sweeping;

/// <summary>What came out of one case.</summary>
public sealed record CaseResult
{
    /// <summary>The lab's name.</summary>
    public required string Lab { get; init; }

    /// <summary>The case's id.</summary>
    public required string Case { get; init; }

    /// <summary>Its place among all cases of the sweep, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How many cases the whole sweep has, over all its shards.</summary>
    public required int Of { get; init; }

    /// <summary>The values by dimension.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>SHA-256 of the table; null when there is none.</summary>
    public string? Table { get; init; }

    /// <summary>Bytes of the table.</summary>
    public int Length { get; init; }

    /// <summary>What each consumer makes of it.</summary>
    public required IReadOnlyList<ConsumerResult> Consumers { get; init; }

    /// <summary>Where a judgement is not what was foretold.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What the lab expects and did not happen.</summary>
    public IReadOnlyList<string> Missed { get; init; } = [];

    /// <summary>Whether nothing is otherwise than foretold and expected.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAsExpected => Differences.Count == 0 && Missed.Count == 0;

    /// <summary>Whether this earlier result still answers a case: the same table, the same foretold, and judged at least as thoroughly as is wanted.</summary>
    /// <param name="foretold">The case as it is foretold now.</param>
    /// <param name="wanted">How it would be judged; null when it would not be.</param>
    public bool Answers(CaseResult foretold, SweepJudgeOptions? wanted)
    {
        ArgumentNullException.ThrowIfNull(foretold);
        return Table == foretold.Table
            && Consumers.Select(consumer => (consumer.Consumer, consumer.Foretold)).SequenceEqual(foretold.Consumers.Select(consumer => (consumer.Consumer, consumer.Foretold)))
            && (wanted is null || Table is null || Consumers.Any(consumer => SweepJudge.MeansAtLeast(wanted).Contains(consumer.Means)));
    }
}

/// <summary>One consumer's verdict on one case.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Foretold">What was foretold.</param>
/// <param name="Evidence">How that is known.</param>
public sealed record ConsumerResult(string Consumer, CaseVerdict Foretold, Evidence Evidence)
{
    /// <summary>What really happened; null when nobody was asked.</summary>
    public CaseVerdict? Judged { get; init; }

    /// <summary>How it was found out; null when nobody was asked.</summary>
    public string? Means { get; init; }

    /// <summary>What is known best: the judgement where there is one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CaseVerdict Verdict => Judged ?? Foretold;
}
