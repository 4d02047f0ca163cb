using BootLab.Disk.Registry.Windows;
using BootLab.Ibft;
using BootLab.Machine;

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
    // WAN miniports, tunnels and virtual switches are devices of the same class; no boot goes through them.
    private static readonly string[] s_software = ["ROOT", "SWD", "BTH"];

    // A Windows that has been in many machines has met dozens; a damaged hive may have a million.
    private const int Most = 256;

    public Cards(Inspection inspection)
    {
        BootNic = inspection.TableNic;
        var machine = inspection.Options.Machine;
        var spec = machine?.Nics.FirstOrDefault(nic => BootNic is not null && nic.Mac.Equals(BootNic.MacAddress));
        BootPlace = spec?.Pci.ToString() ?? (BootNic is null ? null : PciText.Format(BootNic.PciBdf));

        var cards = inspection.Facts.Nics.Where(nic => !s_software.Contains(nic.Device.Enumerator, StringComparer.OrdinalIgnoreCase)).ToArray();
        var met = cards.Take(Most).ToArray();
        LeftOut = cards.Length - met.Length;
        var present = machine is null ? met : [.. met.Where(nic => InMachine(nic) is not null)];
        var boot = BootPlace is not null ? [.. met.Where(nic => Place(nic) == BootPlace)] : present.Length == 1 ? present : [];
        All = [.. met.Select(nic => new Card(nic, Name(nic), RoleOf(nic), InMachine(nic), boot.Contains(nic) ? BootNic : null))];

        NicSpec? InMachine(WindowsNic nic) => machine?.Nics.FirstOrDefault(one => one.Pci.ToString() == Place(nic));
        NicRole RoleOf(WindowsNic nic) => boot.Length switch
        {
            1 when boot[0] == nic => NicRole.Boot,
            1 => NicRole.Other,
            > 1 when !boot.Contains(nic) => NicRole.Other,
            0 when BootPlace is not null => NicRole.Other,
            _ => machine is not null && InMachine(nic) is null ? NicRole.Other : NicRole.Candidate,
        };

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
}
