using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN017: the PCI address is that of the same NIC.</summary>
public sealed class Win017PciAddress() : Rule(new RuleInfo
{
    Id = "WIN017",
    Facts = ["T-NIC-4"],
    Title = "the PCI address of each NIC is that of the machine's NIC with its MAC address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Needs = Needs.Machine,
    Evidence = Evidence.Inferred,
    Sources = ["SBC-NIC"],
    Why = "sanbootconf ignores the PCI address; what Windows does with it since Vista is not known. The field has no room for a segment.",
    Mend = "Write bus, device and function of the NIC.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && table.InMachine(nic) is { } spec && (spec.Pci.Bdf != nic.Fields.PciBdf || spec.Pci.Segment != 0))
            {
                findings.Add(table, nic.PathOf("pci_bdf"), $"NIC {nic.Number} is said to be {PciText.Format(nic.Fields.PciBdf)}; the NIC with its MAC address is {spec.Pci}", $"{spec.Pci}", "write bus, device and function of the NIC");
            }
        }
    }
}
