using BootLab.Ibft;
using BootLab.Ibft.Layouts;

namespace BootLab.Rules.Mending;

/// <summary>What the machine knows better: PCI addresses, and NICs that the table does not list.</summary>
internal static class MachineMending
{
    public static void Mend(Draft draft, MendOptions options)
    {
        if (options.Machine is not { } machine)
        {
            return;
        }

        foreach (var spec in machine.NicsInPciOrder)
        {
            if (draft.Nics.Find(nic => nic.Content.MacAddress.Equals(spec.Mac)) is not { } listed)
            {
                draft.Nics.Add(new DraftNic(-1, 0, new NicContent { Flags = IbftFlags.Valid, MacAddress = spec.Mac, PciBdf = spec.Pci.Bdf }));
                draft.Note($"{RuleContext.Name(spec)} is listed, without an address", "a NIC that is not in the table was reported dead under Windows, with Code 31 (OQ-1)");
            }
            else if (listed.Content.PciBdf != spec.Pci.Bdf)
            {
                draft.Note($"{listed.Name} is at {spec.Pci}", "that is where the machine has the NIC with its MAC address");
                listed.Content = listed.Content with { PciBdf = spec.Pci.Bdf };
            }
        }
    }
}
