using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN015: NICs count when they are valid.</summary>
public sealed class Win015NicFlags() : Rule(new RuleInfo
{
    Id = "WIN015",
    Facts = ["T-NIC-1"],
    Title = "the NIC of the boot target is valid, and some NIC is boot selected",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["SBC-IBFT", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "sanbootconf passes over NICs without the VALID flag. iPXE boot selects all NICs, EDK2 the first; the GLOBAL flag is not needed for IPv4.",
    Mend = "Set bits 0 and 1 of the boot NIC's flags.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var selected = false;
        foreach (var nic in table.Nics)
        {
            selected |= nic.IsBootSelected;
            if (!nic.IsValid && table.TryGetBootTarget(out var target) && target.Fields.NicAssociation == nic.Index)
            {
                findings.Add(table, nic.PathOf("flags"), $"NIC {nic.Number} of the boot target is not valid", "flags with bit 0", "set it");
            }
        }

        if (!selected && table.Nics.Count > 0)
        {
            findings.Add(table, table.Nics[0].PathOf("flags"), "no NIC is boot selected", "bit 1 in the flags of the boot NIC", "set it");
        }
    }
}
