using System.Text;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT002: the signature is iBFT.</summary>
public sealed class Ibft002Signature() : Rule(new RuleInfo
{
    Id = "IBFT002",
    Facts = ["S02", "T-DISC-2", "L07"],
    Title = "the signature is iBFT",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "Readers look for these four bytes. The ACPI specification reserves IBFT, and ACPI readers take both; Linux does not find IBFT in low memory. BIFT is what Broadcom's firmware writes, and only Linux knows it.",
    Mend = "Write iBFT, with a small i.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var signature = table.Table.Signature;
        if (signature.SequenceEqual("iBFT"u8))
        {
            return;
        }

        Severity? severity = signature.SequenceEqual("IBFT"u8) ? Severity.Info : signature.SequenceEqual("BIFT"u8) ? Severity.Warning : null;
        findings.Add(table, "header.signature", $"signature {Shown(signature)}", "iBFT", "write iBFT", severity: severity);
    }

    private static string Shown(ReadOnlySpan<byte> signature) =>
        signature.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Convert.ToHexStringLower(signature) : Encoding.ASCII.GetString(signature);
}
