using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>The profile <c>seed-ordering</c>: the rules of the origin question, exactly as reported, and its answer for a table.</summary>
public static class SeedOrderingProfile
{
    /// <summary>The profile's name.</summary>
    public static string Name => Profile.SeedOrdering.Name;

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
    /// <param name="table">The table from its first byte on, with a header and a control structure at least.</param>
    /// <param name="context">What is known besides.</param>
    public static OriginAnswer Answer(ReadOnlySpan<byte> table, RuleContext context)
    {
        if (!RuleSubject.TryOpen(table, context, new TableIndex(), out var subject))
        {
            return new OriginAnswer([], []);
        }

        var sink = new FindingSink { WantsReasons = true };
        var verdicts = new List<Verdict>();
        foreach (var rule in Rules)
        {
            verdicts.Add(sink.Judge(rule, Profile.SeedOrdering.SeverityOf(rule)!.Value, subject));
        }

        var portal = subject.TryGetBootTarget(out var target) && target.Fields.IpAddress.IsSpecified ? target.Fields.IpAddress.ToIPAddress() : null;
        return new OriginAnswer(verdicts, Advice.Steps(portal, context, verdicts));
    }
}
