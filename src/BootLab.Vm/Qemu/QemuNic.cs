namespace BootLab.Vm.Qemu;

/// <summary>One network card of a guest.</summary>
/// <param name="Bus">The bus it is plugged into, by QEMU's id.</param>
/// <param name="Slot">Device and function there, such as 4.0.</param>
/// <param name="Mac">Its address.</param>
public sealed record QemuNic(string Bus, string Slot, string Mac)
{
    /// <summary>A network without anything on it.</summary>
    public const string Unplugged = "hubport,hubid=0";

    /// <summary>QEMU's model.</summary>
    public string Model { get; init; } = "e1000";

    /// <summary>The back end without its id, such as "user" or "stream,..."; the default goes nowhere.</summary>
    public string Network { get; init; } = Unplugged;

    /// <summary>A boot program of its own; null for none, which saves the time of starting it.</summary>
    public string? OptionRom { get; init; }

    /// <summary>Its place among what the firmware boots from, from 1; null when it is not booted from.</summary>
    public int? BootIndex { get; init; }
}

/// <summary>Where cards are in the guest's PCI tree.</summary>
public static class QemuPci
{
    /// <summary>
    /// Two cards at 08:04.0 and 08:04.1 of an i440fx machine (serverfault 477708), behind an expander bridge: this is bus 7 itself and contains a bridge, behind which devices are on bus 8.
    /// </summary>
    /// <param name="arguments">Where they are added.</param>
    /// <param name="networks">The back end of each card; the MAC addresses end in 08:40 and 08:41.</param>
    public static QemuArguments TwoCardsAt0804(this QemuArguments arguments, params IReadOnlyList<string> networks)
    {
        var cards = networks.Select((network, function) => new QemuNic("pxb7", $"4.{function}", $"52:54:00:00:08:4{function}") { Network = network });
        return arguments.ExpanderBridge("pxb7", bus: 7, slot: 3).Cards(cards);
    }

    /// <summary>An expander bridge on an i440fx machine; its devices are on the bus after its own.</summary>
    public static QemuArguments ExpanderBridge(this QemuArguments arguments, string id, int bus, int slot) =>
        arguments.Add("-device", $"pxb,id={id},bus_nr={bus},bus=pci.0,addr={slot}");

    /// <summary>Cards in the order in which QEMU makes them.</summary>
    public static QemuArguments Cards(this QemuArguments arguments, IEnumerable<QemuNic> cards)
    {
        foreach (var (number, card) in cards.Index())
        {
            var network = card.Network.Split(',', 2);
            var bootIndex = card.BootIndex is { } place ? $",bootindex={place}" : "";
            arguments.Add("-netdev", string.Join(',', [network[0], $"id={NetworkId(number)}", .. network.Skip(1)]));
            arguments.Add("-device", $"{card.Model},netdev={NetworkId(number)},bus={card.Bus},addr={card.Slot},multifunction=on,mac={card.Mac},romfile={QemuOption.Value(card.OptionRom ?? "")}{bootIndex}");
        }

        return arguments;
    }

    /// <summary>The id of the back end of a card, by the card's number from 0.</summary>
    public static string NetworkId(int number) => $"net{number}";
}
