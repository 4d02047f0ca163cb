using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>PRD003: Broadcom's signature.</summary>
public sealed class Prd003Vendor() : Rule(new RuleInfo
{
    Id = "PRD003",
    Facts = ["S02", "T-DISC-2"],
    Title = "the signature is not Broadcom's BIFT",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "ISBOOT"],
    Why = "Broadcom's boot code writes BIFT. Linux knows it, isboot and Windows are not known to; the iSCSI function has a MAC address of its own there.",
    Mend = "Write iBFT, where the boot code lets you.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Table.Signature.SequenceEqual("BIFT"u8))
        {
            findings.Add(table, "header.signature", "the signature is BIFT: Linux finds the table, isboot and Windows are not known to", "iBFT", "write iBFT where the boot code lets you");
        }
    }
}
