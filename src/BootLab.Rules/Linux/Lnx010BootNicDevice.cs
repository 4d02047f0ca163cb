using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX010: the boot NIC's PCI address exists.</summary>
public sealed class Lnx010BootNicDevice() : Rule(new RuleInfo
{
    Id = "LNX010",
    Facts = ["L10", "T04"],
    Title = "the PCI address of a boot NIC is that of a function of the machine, in segment 0",
    Severity = Severity.Error,
    AppliesTo = Consumers.Linux,
    Needs = Needs.Machine,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "OPEN-ISCSI"],
    Why = "Without a PCI function there the kernel makes no device link, and open-iscsi then finds no interface: it does not fall back to the MAC address. Debian skips such a record. 00:00.0 is the host bridge and always exists.",
    Mend = "Write the bus, device and function that the operating system sees.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsBootSelected && nic.Fields.PciBdf != 0 && !Exists(table.Context.Machine!, nic.Fields.PciBdf))
            {
                findings.Add(table, nic.PathOf("pci_bdf"), $"NIC {nic.Number} is said to be {PciText.Format(nic.Fields.PciBdf)}, where the machine has no NIC",
                    table.InMachine(nic) is { } spec ? $"{spec.Pci}, where the NIC with this MAC address is" : "the address of a NIC of the machine", "write the PCI address that the operating system sees");
            }
        }
    }

    private static bool Exists(MachineSpec machine, ushort bdf)
    {
        foreach (var nic in machine.Nics)
        {
            if (nic.Pci.Segment == 0 && nic.Pci.Bdf == bdf)
            {
                return true;
            }
        }

        return false;
    }
}
