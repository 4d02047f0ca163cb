using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX019: VLANs.</summary>
public sealed class Lnx019Vlan() : Rule(new RuleInfo
{
    Id = "LNX019",
    Facts = ["L19"],
    Title = "boot NICs are not on a VLAN",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["DRACUT-NETLIB", "OPEN-ISCSI", "NM-IBFT"],
    Why = "dracut makes the VLAN but gives the address to its parent; open-iscsi wants the VLAN device to exist already; NetworkManager does it right.",
    Mend = "Boot through an untagged port, or with NetworkManager in the initramfs.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsBootSelected && nic.Fields.Vlan != 0)
            {
                findings.Add(table, nic.PathOf("vlan"), $"NIC {nic.Number} is on VLAN {nic.Fields.Vlan}: dracut addresses its parent, open-iscsi finds no VLAN device", "no VLAN", "boot through an untagged port");
            }
        }
    }
}
