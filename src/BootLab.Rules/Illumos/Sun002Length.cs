using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN002: the size of illumos' buffer.</summary>
public sealed class Sun002Length() : Rule(new RuleInfo
{
    Id = "SUN002",
    Facts = ["I02"],
    Title = "the table has at most 1024 bytes",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos copies as many bytes as the header says into a buffer of 1024 without a check: a longer table overwrites the kernel's heap. EDK2's tables have 2048.",
    Mend = "Shorten the table.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Length > 1024)
        {
            findings.Add(table, "header.length", $"the header says {table.Table.Length} bytes: illumos overwrites its heap", "at most 1024 bytes", "shorten the table");
        }
    }
}
