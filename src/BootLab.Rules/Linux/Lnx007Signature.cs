using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX007: the signature by which low memory is searched.</summary>
public sealed class Lnx007Signature() : Rule(new RuleInfo
{
    Id = "LNX007",
    Facts = ["L07"],
    Title = "in low memory the signature is iBFT or BIFT",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Needs = Needs.Place,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The search of low memory knows iBFT and BIFT only; IBFT is found by ACPI alone.",
    Mend = "Write iBFT.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Context.Place is { Delivery: Delivery.LowMemory } && table.Table.Signature.SequenceEqual("IBFT"u8))
        {
            findings.Add(table, "header.signature", "the signature is IBFT: Linux does not find the table in low memory", "iBFT", "write iBFT");
        }
    }
}
