namespace BootLab.Rules;

/// <summary>A rule whose findings are not to be counted.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Reason">Why.</param>
public sealed record Suppression(string RuleId, string Reason);
