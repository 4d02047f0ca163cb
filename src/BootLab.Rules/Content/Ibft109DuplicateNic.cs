using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT109: no two NIC structures have the same MAC or PCI address.</summary>
public sealed class Ibft109DuplicateNic() : Rule(new RuleInfo
{
    Id = "IBFT109",
    Facts = ["P09", "L16", "T-ORD-6", "T-NIC-3"],
    Title = "no two NIC structures have the same MAC or PCI address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT", "DRACUT-NETLIB", "NM-IBFT"],
    Why = "EDK2 lists a NIC once for each target, and Windows boots from it. dracut takes the first of them, NetworkManager the last.",
    Mend = "List a NIC once, and associate all its targets with it.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (!nic.IsValid)
            {
                continue;
            }

            for (var i = 0; i < nic.Number; i++)
            {
                var other = table.Nics[i];
                if (!other.IsValid || other.Fields.Vlan != nic.Fields.Vlan)
                {
                    continue;
                }

                if (other.Fields.MacAddress.SequenceEqual(nic.Fields.MacAddress))
                {
                    findings.Add(table, nic.PathOf("mac_address"), $"the MAC address of NIC {nic.Number}, which NIC {i} has too", "each NIC once", "list the NIC once, and associate all its targets with it");
                    break;
                }

                if (nic.Fields.PciBdf != 0 && other.Fields.PciBdf == nic.Fields.PciBdf)
                {
                    findings.Add(table, nic.PathOf("pci_bdf"), $"PCI address {PciText.Format(nic.Fields.PciBdf)} of NIC {nic.Number}, which NIC {i} has too", "each function once", "correct one of the two");
                    break;
                }
            }
        }
    }
}
