using System.Globalization;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Rules.Mending;

/// <summary>The order of NICs and targets; places in control, in memory and index bytes follow from it.</summary>
internal static class OrderMending
{
    // These boot from control's first pair, whatever the flags say.
    private const Consumers FirstPair = Consumers.FreeBsd;

    public static void Mend(Draft draft, MendOptions options)
    {
        if (options.PciOrder)
        {
            Sort(draft, [.. draft.Nics.OrderBy(nic => nic.Content.PciBdf)], "in ascending PCI order", "that was asked for (OQ-2)");
        }

        if (options.BootNic is { } wanted)
        {
            First(draft, Find(draft, wanted, options.Machine), "it was asked for as the first");
        }
        else if (options.For.HasFlag(FirstPair) && !options.PciOrder && draft.BootTarget?.Nic is { } nic)
        {
            First(draft, nic, "it carries the boot target, and FreeBSD boots from the first pair");
        }

        if (draft.BootTarget is { } target && draft.Targets[0] != target)
        {
            draft.Targets.Remove(target);
            draft.Targets.Insert(0, target);
            draft.Note($"{target.Name} comes first", "it is booted from, and FreeBSD and Windows look at the first");
        }
    }

    /// <summary>Says which index bytes are others now, in what order and for what reason ever.</summary>
    public static void NoteIndices(Draft draft)
    {
        for (var place = 0; place < draft.Nics.Count; place++)
        {
            var nic = draft.Nics[place];
            if (nic.Number >= 0 && nic.Index != place)
            {
                draft.Note($"the index of {nic.Name} is {place}", $"it was {nic.Index}; indices count 0, 1, 2 in control's order (OQ-6), and Linux loses a table that has one twice");
            }
        }

        for (var place = 0; place < draft.Targets.Count; place++)
        {
            var target = draft.Targets[place];
            if (draft.Original.Targets[target.Number].Index != place)
            {
                draft.Note($"the index of {target.Name} is {place}", $"it was {draft.Original.Targets[target.Number].Index}; indices count 0, 1, 2 in control's order");
            }

            if (target.Nic is { } nic && target.Content.NicAssociation != draft.Nics.IndexOf(nic))
            {
                draft.Note($"{target.Name} is associated with index {draft.Nics.IndexOf(nic)}", $"that is the index of {nic.Name} now");
            }
        }
    }

    private static void First(Draft draft, DraftNic nic, string why)
    {
        List<DraftNic> order = [nic, .. draft.Nics.Where(other => other != nic)];
        Sort(draft, order, $"with {nic.Name} first", why);
    }

    private static void Sort(Draft draft, List<DraftNic> order, string how, string why)
    {
        if (!order.SequenceEqual(draft.Nics))
        {
            draft.Nics.Clear();
            draft.Nics.AddRange(order);
            draft.Note($"the NICs are listed {how}", why);
        }
    }

    private static DraftNic Find(Draft draft, string wanted, MachineSpec? machine)
    {
        var mac = machine?.Nics.FirstOrDefault(nic => nic.Name == wanted)?.Mac;
        return draft.Nics.Find(nic => mac is not null ? nic.Content.MacAddress.Equals(mac)
                : wanted.Equals(MacText.Format(nic.Content.MacAddress), StringComparison.OrdinalIgnoreCase) || wanted == PciText.Format(nic.Content.PciBdf)
                    || wanted == nic.Number.ToString(CultureInfo.InvariantCulture))
            ?? throw new MendException($"found the boot NIC '{wanted}', expected a NIC of the table by number, MAC address or PCI address, or by the lab's name: "
                + string.Join(", ", draft.Nics.Select(nic => $"{PciText.Format(nic.Content.PciBdf)} {MacText.Format(nic.Content.MacAddress)}")));
    }
}
