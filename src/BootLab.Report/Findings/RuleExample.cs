using BootLab.Report.Lint;

namespace BootLab.Report.Findings;

/// <summary>A table that breaks a rule, for its page.</summary>
/// <param name="Description">What the table is, as YAML: the case of the rule's vector.</param>
/// <param name="Report">What the rule finds there.</param>
public sealed record RuleExample(string Description, LintReport Report);
