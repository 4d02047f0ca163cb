using BootLab.Machine;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Whether this Windows has met a NIC that the boot can go through: those of the table where it is known, else any of the machine's, else any at all.</summary>
internal static class BootNicChecks
{
    private const string Section = "Boot NIC";
    private const string Instances = "(instances)";

    public static void Check(Inspection inspection, Cards cards, IReadOnlyList<NicReadiness> nics, Sheet sheet)
    {
        var key = $"{inspection.Set}\\Enum\\PCI";
        if (cards.LeftOut > 0)
        {
            sheet.Check(Section, key, "(others)", Facts.DeviceKnown, "", () => Judgement.Unknown($"{cards.LeftOut} more", "so many NICs are not looked at"));
        }

        if (cards.InTable.Count == 0)
        {
            var candidates = nics.Where(nic => nic.Role != NicRole.Other).ToArray();
            sheet.Check(Section, key, Instances, Facts.NicResolved, "a NIC that the boot can go through", () =>
                candidates.Length > 0 ? OfCandidates(candidates) : new Judgement("none", Wrong, "this Windows has never met a NIC of this machine"));
            return;
        }

        var judged = cards.InTable.Select(nic => (Nic: nic, Present: Present(inspection, nic), Met: OfTableNic(inspection, cards, nic, nics))).ToArray();
        var isOneLeft = judged.Any(one => one is { Present: not { State: Wrong }, Met.Judgement.State: not Wrong });
        foreach (var (nic, present, met) in judged)
        {
            if (present is { } here)
            {
                sheet.Check(Section, "machine", $"NIC {nic.Mac}", PresentFact(inspection, nic), "a card on PCI, or a device of a hypervisor", () => Weighed(here));
            }

            sheet.Check(Section, key, judged.Length == 1 ? Instances : $"{Instances} of {nic.Mac}", met.Fact, $"the table's NIC, {nic.Mac} at {nic.Place}", () => Weighed(met.Judgement));
        }

        Judgement Weighed(Judgement judgement) => judgement.State == Wrong && isOneLeft ? judgement with { State = Warning, Text = $"{judgement.Text}; the boot goes by another NIC of the table" } : judgement;
    }

    /// <summary>The machine's NIC with the table's MAC address; null when the machine is not known.</summary>
    private static Judgement? Present(Inspection inspection, TableNic nic) => inspection.Options.Machine is null ? null : nic.InMachine switch
    {
        null => new Judgement("none", Wrong, "no NIC of the machine has the table's MAC address"),
        { Attachment: NicAttachment.Usb } usb => new Judgement($"{usb.Name}, on USB", Wrong, "a NIC on USB comes up after the boot disk is needed"),
        { Attachment: NicAttachment.Wireless } wireless => new Judgement($"{wireless.Name}, wireless", Wrong, "a wireless adapter does not carry a boot"),
        var known => new Judgement($"{known.Name} at {known.Pci}", Ok),
    };

    private static WindowsFact PresentFact(Inspection inspection, TableNic nic) => nic.InMachine?.Attachment switch
    {
        NicAttachment.Usb => Facts.NicKind,
        NicAttachment.Wireless => Facts.NicKind.Inferred,
        _ => inspection.OfMac(Facts.Mac),
    };

    private static (WindowsFact Fact, Judgement Judgement) OfTableNic(Inspection inspection, Cards cards, TableNic nic, IReadOnlyList<NicReadiness> nics)
    {
        var candidates = nics.Where(one => nic.Devices.Any(device => device.Device.Path == one.InstancePath)).ToArray();
        if (candidates.Length == 0)
        {
            return NeverMet(inspection, cards, nic);
        }

        var judgement = OfCandidates(candidates);
        return judgement.State != Wrong ? (Facts.DeviceKnown, judgement)
            : nic.IsGuess ? (Facts.DeviceKnown, Judgement.Unknown(judgement.Found, $"which of its NICs that are not on PCI is the table's cannot be said, and {judgement.Text}"))
            : (FactOf(Nearest(candidates).Reasons[0]), judgement);
    }

    // What is wrong with the boot NIC, its own lines say.
    private static Judgement OfCandidates(NicReadiness[] candidates)
    {
        var able = candidates.Where(nic => nic.CanBoot == true).Select(nic => nic.Name).ToArray();
        var nearest = Nearest(candidates);
        return nearest.Role == NicRole.Boot ? new Judgement(nearest.Name, Ok)
            : able.Length > 0 ? new Judgement(Words.List(able), Ok)
            : candidates.Any(nic => nic.CanBoot is null) ? Judgement.Unknown("none for certain", "of no NIC it can be said that the boot can go through it")
            : new Judgement("none", Wrong, $"something speaks against {(candidates.Length == 1 ? nearest.Name : $"each of its NICs, the least against {nearest.Name}")}: {nearest.Reasons[0].Text}");
    }

    private static NicReadiness Nearest(NicReadiness[] candidates) => candidates.MinBy(nic => nic.Reasons.Count)!;

    private static WindowsFact FactOf(ChecklistLine line) => new(line.FactId, line.Text, line.Evidence, line.SourceKeys);

    private static (WindowsFact Fact, Judgement Judgement) NeverMet(Inspection inspection, Cards cards, TableNic nic) =>
        inspection.Facts.PciDevices.FirstOrDefault(device => device.PciLocation?.ToString() == nic.Place) is { } bare
            ? (Facts.DeviceKnown, new Judgement(bare.Path, Wrong, "this Windows has met the device there, but installed no NIC's driver for it"))
        : Twin(cards, nic) is { } twin
            ? (inspection.Release.With(WindowsTrait.InstanceBySlot) is { } bySlot ? Facts.OtherSlot.On(bySlot) : Facts.OtherSlot,
                new Judgement($"none at {nic.Place}, one of its model at {twin.Name}", Wrong, "this Windows has met a card of this model in another slot: here it is a new device, without driver and bindings"))
        : (Facts.DeviceKnown, new Judgement($"none at {nic.Place}", Wrong, "this Windows has never met the table's NIC: it has no device and no driver for it"));

    private static Card? Twin(Cards cards, TableNic nic) =>
        nic.InMachine?.Model is { } model ? cards.All.FirstOrDefault(card => card.Nic.Device.PciVendor == model.VendorId && card.Nic.Device.PciDevice == model.DeviceId) : null;
}
