using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN002: the signature that booting firmware writes.</summary>
public sealed class Win002Signature() : Rule(new RuleInfo
{
    Id = "WIN002",
    Facts = ["T-DISC-2"],
    Title = "the signature is iBFT",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT", "IPXE-IBFT", "VENTOY"],
    Why = "All firmware that boots Windows writes iBFT, though the ACPI specification reserves IBFT.",
    Mend = "Write iBFT.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.Table.Signature.SequenceEqual("iBFT"u8))
        {
            findings.Add(table, "header.signature", "the signature is another than iBFT: no firmware that boots Windows writes it", "iBFT", "write iBFT");
        }
    }
}
