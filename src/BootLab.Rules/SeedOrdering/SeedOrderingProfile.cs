namespace BootLab.Rules.SeedOrdering;

/// <summary>The profile <c>seed-ordering</c>: the rules of the origin question, exactly as reported, and its answer for a table.</summary>
public static class SeedOrderingProfile
{
    /// <summary>The profile's name.</summary>
    public const string Name = "seed-ordering";

    /// <summary>OQ-1 to OQ-7.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new RuleOq1EveryNicListed(),
        new RuleOq2PciOrder(),
        new RuleOq3TargetReachableFromFirstNic(),
        new RuleOq4FirstNicOfInstallation(),
        new RuleOq5MemoryOrder(),
        new RuleOq6DenseIndex(),
        new RuleOq7SanNicHasAddress(),
    ];

    /// <summary>What, by the report, Windows makes of a table, and what to change.</summary>
    public static OriginAnswer Answer(RuleContext context)
    {
        var verdicts = Rules.Select(rule => rule.Judge(context)).ToList();
        return new OriginAnswer(verdicts, Advice.Steps(context, verdicts));
    }
}
