using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Conditions;

namespace BootLab.Os.Windows.Stages;

/// <summary>S6: the initiator gets the table; its NICs become adapters with addresses and routes.</summary>
internal static class S06TableToNics
{
    private static readonly string[] s_nameForms = ["iqn.", "eui.", "naa."];

    private const int KnownPairs = 2;

    public static IEnumerable<DecidingFact> Run(BootRun boot) =>
        Initiator(boot).Concat(boot.Table is { } table ? OfTable(boot, table).Concat(boot.AskNics(nic => Resolved(boot, nic))).Concat(AddressesAndRoutes.Of(boot)) : Missing(boot));

    private static IEnumerable<DecidingFact> Initiator(BootRun boot)
    {
        if (boot.Situation.IsSetup || boot.With(WindowsTrait.TableByDriver) is not null || boot.Windows.Hive is not { } hive)
        {
            yield break;
        }

        yield return hive.Initiators is not [var first, ..] ? boot.Breaks(FactCatalogue.InitiatorDevice, "there is no ROOT\\ISCSIPRT: the initiator was never installed")
            : DeviceStart.ObstacleOfInitiator(first.Device) is { } obstacle ? boot.Breaks(FactCatalogue.InitiatorDevice, $"{first.Device.Path} {obstacle}")
            : BootRun.Holds(FactCatalogue.InitiatorDevice, $"{first.Device.Path} starts");
    }

    private static IEnumerable<DecidingFact> Missing(BootRun boot)
    {
        yield return boot.Breaks(boot.Case.Finding.Fact, $"{boot.Case.Finding.Text}: the initiator has no target to log in to");
    }

    private static IEnumerable<DecidingFact> OfTable(BootRun boot, IbftTable table)
    {
        if (boot.With(WindowsTrait.TableByDriver) is { } byDriver)
        {
            yield return BootRun.Holds(boot.Case.Finding.Fact.On(byDriver), $"{boot.Case.Finding.Text}: sanbootconf takes it");
        }

        if (table.Others.FirstOrDefault(other => other.Id != StructureId.Extensions) is { } stranger)
        {
            yield return BootRun.Notes(Known(boot, FactCatalogue.StructureIds), $"the structure at 0x{stranger.Offset:x} has id {(byte)stranger.Id}, which is not that of its place: it is passed over");
        }

        if (table.Initiator is not { IsValid: true } initiator)
        {
            yield return boot.Breaks(Known(boot, FactCatalogue.InitiatorValid), table.Initiator is null ? "the table has no initiator" : $"the initiator's flags are 0x{table.Initiator.Flags:x2}: it is not valid");
        }
        else if (initiator.Name.Length is 0 or > Login.LongestName)
        {
            yield return boot.Breaks(FactCatalogue.InitiatorName, $"the initiator name has {initiator.Name.Length} bytes: expected 1 to {Login.LongestName}");
        }
        else if (!s_nameForms.Any(form => initiator.Name.ToString().StartsWith(form, StringComparison.OrdinalIgnoreCase)))
        {
            yield return BootRun.Assumed(FactCatalogue.NameForm, $"the initiator name {initiator.Name} begins with none of {string.Join(", ", s_nameForms)}: Windows is taken to log in with it");
        }

        foreach (var (fact, text) in boot.Unusable)
        {
            yield return boot.Paths.Count == 0 ? boot.Breaks(fact, text) : boot.Degrades(fact, "lost-path", null, text);
        }

        if (boot.Paths.Count == 0)
        {
            yield return boot.Breaks(FactCatalogue.NamesATarget, "the table names no target");
        }

        foreach (var (fact, structure, isSelected) in Selections(table))
        {
            if (!isSelected)
            {
                yield return BootRun.Assumed(fact, $"no {structure} of the table is boot selected: Windows is taken not to mind");
            }
        }

        if (table.Nics.Length > KnownPairs || table.Targets.Length > KnownPairs)
        {
            yield return BootRun.Notes(FactCatalogue.ManyPairs, $"the table has {Count(table.Nics.Length, "NIC")} and {Count(table.Targets.Length, "target")}: no more than {KnownPairs} of each are known to be used at boot");
        }
    }

    private static (WindowsFact Fact, string Structure, bool IsSelected)[] Selections(IbftTable table) =>
    [
        (FactCatalogue.InitiatorSelected, "initiator", table.Initiator?.IsBootSelected == true),
        (FactCatalogue.NicSelected, "NIC", table.Nics.Any(nic => nic.IsBootSelected)),
        (FactCatalogue.TargetSelected, "target", table.Targets.Any(target => target.IsBootSelected)),
    ];

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static IEnumerable<DecidingFact> Resolved(BootRun boot, BootNic nic)
    {
        if (boot.Situation.Machine?.Nics.Count(one => one.Mac.Equals(nic.Entry.MacAddress)) > 1)
        {
            yield return BootRun.Assumed(FactCatalogue.OneMac, $"several NICs of the machine have {MacText.Format(nic.Entry.MacAddress)}: the first is taken to be meant");
        }

        var mac = boot.Situation.IsSetup ? FactCatalogue.NicResolved : boot.With(WindowsTrait.TableByDriver) is null ? FactCatalogue.Mac : FactCatalogue.Mac.As(Evidence.Source, "SBC-NIC");
        yield return !nic.Entry.IsValid ? boot.Loses(nic, Known(boot, FactCatalogue.NicValid), $"{nic.Name} is in the table without the VALID flag")
            : BootNicKind.OtherMac(nic.Known?.Hive?.Adapter, nic.Entry.MacAddress) is { } own
                ? boot.Loses(nic, FactCatalogue.MacOverride.As(mac.Evidence, mac.SourceKeys), $"the image gives {nic.Name} the MAC address {own} (NetworkAddress), and the table says {MacText.Format(nic.Entry.MacAddress)}")
            : boot.Situation.Machine is null ? BootRun.Assumed(mac, $"the machine is not known: taken to have a NIC with {MacText.Format(nic.Entry.MacAddress)}")
            : nic.Machine is null ? boot.Loses(nic, mac, $"no NIC of the machine has {MacText.Format(nic.Entry.MacAddress)}, the MAC address of NIC {nic.Entry.Index} of the table")
            : BootRun.Holds(mac, $"{nic.Name} has the MAC address of NIC {nic.Entry.Index} of the table");
    }

    // sanbootconf's source says what later systems are only taken to do.
    private static WindowsFact Known(BootRun boot, WindowsFact fact) => boot.With(WindowsTrait.TableByDriver) is null ? fact : fact.As(Evidence.Source, "SBC-IBFT");
}
