using BootLab.Disk.Registry.Windows;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Conditions;

namespace BootLab.Os.Windows.Checklist;

/// <summary>A network card that this Windows has met, with what is known of it besides.</summary>
/// <param name="Nic">The card.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Role">What it is to the boot.</param>
/// <param name="InMachine">The card that is in its place now; null when the machine is not known or has none there.</param>
/// <param name="InTable">The table's boot NIC, when it is this one.</param>
internal sealed record Card(WindowsNic Nic, string Name, NicRole Role, NicSpec? InMachine, IbftNic? InTable)
{
    public string Section => $"NIC {Name}";
}

/// <summary>The network cards of a hive, and which of them the boot goes through.</summary>
internal sealed class Cards
{
    // A Windows that has been in many machines has met dozens; a damaged hive may have a million.
    private const int Most = 256;

    public Cards(Inspection inspection)
    {
        BootNic = inspection.TableNic;
        var machine = inspection.Options.Machine;
        var spec = machine?.Nics.FirstOrDefault(nic => BootNic is not null && nic.Mac.Equals(BootNic.MacAddress));
        BootPlace = spec?.Pci.ToString() ?? (BootNic is null ? null : PciText.Format(BootNic.PciBdf));

        var cards = inspection.Facts.Nics.Where(nic => !NicBus.IsSoftware(nic.Device)).ToArray();
        var met = cards.Take(Most).ToArray();
        LeftOut = cards.Length - met.Length;
        var candidates = BootNic is not null ? Meant(met, spec)
            : machine is null ? met
            : [.. met.Where(nic => InMachine(nic) is not null)];
        All = [.. met.Select(nic => new Card(nic, Name(nic), RoleOf(nic), InMachine(nic), candidates.Contains(nic) ? BootNic : null))];

        // A device that is not on PCI has no place there by which it could be told from its like.
        NicSpec? InMachine(WindowsNic nic) => machine?.Nics.FirstOrDefault(one => IsOnPci(nic) ? one.Pci.ToString() == Place(nic) : one.Attachment != NicAttachment.Pci);

        NicRole RoleOf(WindowsNic nic) => !candidates.Contains(nic) ? NicRole.Other : candidates.Length == 1 ? NicRole.Boot : NicRole.Candidate;

        string Name(WindowsNic nic)
        {
            var place = Place(nic);
            var name = place is null ? nic.Device.Path : InMachine(nic) is { } known ? $"{place} ({known.Name})" : place;

            // A card that was replaced stays in the hive, and its successor has the same place.
            return place is not null && met.Count(one => Place(one) == place) > 1 ? $"{name} {nic.Device.Path}" : name;
        }
    }

    public IReadOnlyList<Card> All { get; }

    /// <summary>How many more there are, which nobody looks at.</summary>
    public int LeftOut { get; }

    /// <summary>The table's boot NIC; null without a table.</summary>
    public IbftNic? BootNic { get; }

    /// <summary>Where it is on the PCI bus: as the machine has it, else as the table says; null without a table.</summary>
    public string? BootPlace { get; }

    public static string? Place(WindowsNic nic) => nic.Device.PciLocation?.ToString();

    public static bool IsOnPci(WindowsNic nic) => NicBus.IsPci(nic.Device);

    /// <summary>The devices that may be the table's NIC: those in its place, of its model where that is known; of a NIC that is not on PCI the table's place says nothing.</summary>
    private WindowsNic[] Meant(WindowsNic[] met, NicSpec? spec)
    {
        WindowsNic[] here = [.. met.Where(nic => Place(nic) == BootPlace)];
        WindowsNic[] ofModel = [.. here.Where(nic => spec is not null && nic.Device.PciVendor == spec.Model.VendorId && nic.Device.PciDevice == spec.Model.DeviceId)];
        return spec is { Attachment: not NicAttachment.Pci } ? [.. NicBus.WithoutPlace(met)]
            : ofModel.Length > 0 ? ofModel
            : here.Length > 0 ? here
            : spec is null ? [.. NicBus.WithoutPlace(met)]
            : [];
    }
}
