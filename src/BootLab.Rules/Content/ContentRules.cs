namespace BootLab.Rules.Content;

/// <summary>The rules of what the fields say: IBFT101 to IBFT115.</summary>
internal static class ContentRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Ibft107TargetReachable(),
    ];
}
