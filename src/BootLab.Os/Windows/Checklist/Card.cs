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
/// <param name="InTable">The NIC of the table that it may be.</param>
internal sealed record Card(WindowsNic Nic, string Name, NicRole Role, NicSpec? InMachine, IbftNic? InTable)
{
    public string Section => $"NIC {Name}";
}

/// <summary>A NIC by which the table reaches a target.</summary>
/// <param name="Entry">Its structure in the table.</param>
/// <param name="InMachine">The machine's NIC with its MAC address; null when there is none, or the machine is not known.</param>
/// <param name="Devices">The devices of this Windows that may be it.</param>
internal sealed record TableNic(IbftNic Entry, NicSpec? InMachine, IReadOnlyList<WindowsNic> Devices)
{
    /// <summary>Where it is on the PCI bus: as the machine has it, else as the table says.</summary>
    public string Place => InMachine?.Pci.ToString() ?? PciText.Format(Entry.PciBdf);

    /// <summary>Its MAC address.</summary>
    public string Mac => MacText.Format(Entry.MacAddress);

    /// <summary>Whether any of several devices may be it that have no place by which they could be told apart: then it may be one that nothing speaks against.</summary>
    public bool IsGuess => Devices.Count > 1 && !NicBus.IsPci(Devices[0].Device);
}

/// <summary>The network cards of a hive, and which of them the boot goes through.</summary>
internal sealed class Cards
{
    // A Windows that has been in many machines has met dozens; a damaged hive may have a million.
    private const int Most = 256;

    public Cards(Inspection inspection)
    {
        var machine = inspection.Options.Machine;
        var cards = inspection.Facts.Nics.Where(nic => !NicBus.IsSoftware(nic.Device)).ToArray();
        var met = cards.Take(Most).ToArray();
        LeftOut = cards.Length - met.Length;
        InTable = [.. inspection.TableNics.Select(entry => Meant(entry, machine?.Nics.FirstOrDefault(nic => nic.Mac.Equals(entry.MacAddress)), met))];
        WindowsNic[] candidates = InTable.Count > 0 ? [.. InTable.SelectMany(nic => nic.Devices).Distinct()]
            : machine is null ? met
            : [.. met.Where(nic => InMachine(nic) is not null)];
        All = [.. met.Select(nic => new Card(nic, Name(nic), RoleOf(nic), InMachine(nic), InTable.FirstOrDefault(one => one.Devices.Contains(nic))?.Entry))];

        // A device that is not on PCI has no place there by which it could be told from its like.
        NicSpec? InMachine(WindowsNic nic) => machine?.Nics.FirstOrDefault(one => IsOnPci(nic) ? one.Pci.ToString() == Place(nic) : one.Attachment != NicAttachment.Pci);

        NicRole RoleOf(WindowsNic nic) => !candidates.Contains(nic) ? NicRole.Other : candidates.Length == 1 && InTable.Count <= 1 ? NicRole.Boot : NicRole.Candidate;

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

    /// <summary>The NICs by which the table reaches its targets; none without a table.</summary>
    public IReadOnlyList<TableNic> InTable { get; }

    public static string? Place(WindowsNic nic) => nic.Device.PciLocation?.ToString();

    public static bool IsOnPci(WindowsNic nic) => NicBus.IsPci(nic.Device);

    // The devices in its place, of its model where that is known; of a NIC that is not on PCI the table's place says nothing.
    private static TableNic Meant(IbftNic entry, NicSpec? spec, WindowsNic[] met)
    {
        var nic = new TableNic(entry, spec, []);
        WindowsNic[] here = [.. met.Where(one => Place(one) == nic.Place)];
        WindowsNic[] ofModel = [.. here.Where(one => spec is not null && one.Device.PciVendor == spec.Model.VendorId && one.Device.PciDevice == spec.Model.DeviceId)];
        return nic with
        {
            Devices = spec is { Attachment: not NicAttachment.Pci } ? [.. NicBus.WithoutPlace(met)]
                : ofModel.Length > 0 ? ofModel
                : here.Length > 0 ? here
                : spec is null ? [.. NicBus.WithoutPlace(met)]
                : [],
        };
    }
}
