using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX011: PCI address and MAC address mean one NIC.</summary>
public sealed class Lnx011BootNicMac() : Rule(new RuleInfo
{
    Id = "LNX011",
    Facts = ["L11"],
    Title = "the NIC at a boot NIC's PCI address has its MAC address",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Needs = Needs.Machine,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI"],
    Why = "open-iscsi takes the interface below the PCI function and does not compare the MAC address, while dracut and NetworkManager go by the MAC address: they configure different NICs. An iSCSI function of a Broadcom card may have a MAC address of its own.",
    Mend = "Let PCI address and MAC address be those of the same NIC.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            foreach (var spec in table.Context.Machine!.Nics)
            {
                if (nic.IsBootSelected && spec.Pci.Segment == 0 && spec.Pci.Bdf == nic.Fields.PciBdf && !nic.Fields.MacAddress.SequenceEqual(spec.Mac.GetAddressBytes()))
                {
                    findings.Add(table, nic.PathOf("mac_address"), $"NIC {nic.Number} at {spec.Pci} is said to have another MAC address than {RuleContext.Name(spec)}",
                        MacText.Format(spec.Mac), "let PCI address and MAC address be those of the same NIC");
                }
            }
        }
    }
}
