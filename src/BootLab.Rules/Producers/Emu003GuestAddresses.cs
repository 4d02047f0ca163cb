using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Producers;

/// <summary>EMU003: PCI addresses are the guest's.</summary>
public sealed class Emu003GuestAddresses() : Rule(new RuleInfo
{
    Id = "EMU003",
    Facts = ["T04", "T-NIC-4"],
    Title = "each NIC's PCI address is that of the machine's NIC with its MAC address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Producers,
    Needs = Needs.Machine,
    Evidence = Evidence.Observed,
    Sources = ["QEMU-7.2"],
    Why = "In a guest addresses follow from machine type, root ports and bridges: a table made for the metal names other ones.",
    Mend = "Compute the addresses from the guest's layout; bootlab ibft emit --as qemu prints a layout for the lab's addresses.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && table.InMachine(nic) is { } spec && (spec.Pci.Bdf != nic.Fields.PciBdf || spec.Pci.Segment != 0))
            {
                findings.Add(table, nic.PathOf("pci_bdf"), $"NIC {nic.Number} is said to be {PciText.Format(nic.Fields.PciBdf)}; the NIC with its MAC address is {spec.Pci}", $"{spec.Pci}", "write the address that the guest sees");
            }
        }
    }
}
