using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT112: a CHAP secret has 12 to 16 bytes.</summary>
public sealed class Ibft112ChapSecretLength() : Rule(new RuleInfo
{
    Id = "IBFT112",
    Facts = ["P12", "T-TGT-4"],
    Title = "a CHAP secret has 12 to 16 bytes",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Vendor,
    Sources = ["FLEXBOOT", "IPXE-4DD746A72", "RFC-7143"],
    Why = "Microsoft's initiator refuses a session with a secret of fewer than 12 bytes, and without IPsec with more than 16; RFC 7143 wants 12 at least.",
    Mend = "Choose a secret of 12 to 16 bytes, on the target too.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var text in table.Strings)
        {
            if (text.Owner.Area == TableArea.Target && text.Field.Name is "chap_secret" or "reverse_chap_secret" && text.Value.Length is > 0 and (< 12 or > 16))
            {
                findings.Add(table, text.Path, $"{text.Value.Length} bytes of {text.Name}", "12 to 16", "choose a secret of 12 to 16 bytes, on the target too");
            }
        }
    }
}
