using System.Net;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Tables;
using BootLab.Machine;
using BootLab.Rules;

namespace BootLab.Labs.Files.Sections;

/// <summary>What is known besides a table.</summary>
internal static class SurroundingsSection
{
    private static readonly ScalarShape<long> s_address = Scalars.Whole("a physical address", 0, long.MaxValue);

    private static readonly Key<MachineSpec> s_machine = new("machine", MachineSection.Shape, "The server.");

    private static readonly Key<FirmwareKind> s_firmware = new("firmware", Scalars.Choice<FirmwareKind>("a kind of firmware"), "BIOS or UEFI, where the machine is not told.");

    private static readonly Key<OsSpec> s_os = new("os", OsSection.Shape, "The operating system.");

    private static readonly Key<Rules.TablePlace> s_place = new("place", PlaceShape(), "Where the table lies.");

    private static readonly Key<IReadOnlyList<FoundTable>> s_others = new(
        "others", new ListShape<FoundTable>("a list of tables", OtherShape()), "Other tables of the same memory.");

    public static readonly MapShape<Surroundings> Shape = new(
        "machine file",
        "What is known besides a table: machine, networks, targets, operating system, place in memory.",
        [s_machine, LabSection.Networks, LabSection.Targets, s_firmware, s_os, s_place, s_others],
        Read);

    /// <summary>The table that is looked at among the others, once its bytes are known.</summary>
    public static RuleContext WithTable(RuleContext context, ReadOnlyMemory<byte> table) => context.Place is { } place
        ? context with { Found = [.. context.Found.Append(new FoundTable(place, table)).OrderBy(found => found.Place.Address)] }
        : context;

    private static Surroundings Read(MapReader map)
    {
        var networks = map.Get(LabSection.Networks, new Dictionary<string, NetworkSpec>()).Select(pair => pair.Value with { Name = pair.Key }).ToArray();
        var servers = networks.Select(network => new IPEndPoint(network.Server, NetworkScalars.IscsiPort)).Distinct().ToArray();
        var os = map.Find(s_os);
        return new Surroundings(
            new RuleContext
            {
                Machine = map.Find(s_machine),
                Networks = networks,
                Targets = [.. map.Get(LabSection.Targets, []).Select(target => target.Portals.Count > 0 ? target : target with { Portals = servers })],
                Installed = os?.Installed,
                Firmware = map.FindValue(s_firmware),
                Place = map.FindValue(s_place),
                Found = map.Get(s_others, []),
            },
            os);
    }

    private static MapShape<Rules.TablePlace> PlaceShape()
    {
        var (address, delivery) = PlaceKeys();
        return new("place", "A place in memory.", [address, delivery], map => new Rules.TablePlace((ulong)map.Get(address), map.Get(delivery)));
    }

    private static MapShape<FoundTable> OtherShape()
    {
        var (address, delivery) = PlaceKeys();
        var table = new Key<TableSpec>("table", InlineTableShape.Instance, "The table there.", Required: true);
        return new(
            "other table", "Another table of the same memory.", [address, delivery, table],
            map => new FoundTable(new Rules.TablePlace((ulong)map.Get(address), map.Get(delivery)), map.Get(table).Build()));
    }

    private static (Key<long> Address, Key<Delivery> Delivery) PlaceKeys() => (
        new("address", s_address, "Physical address of the first byte.", Required: true),
        new("delivery", Scalars.Choice<Delivery>("a delivery"), "How it is found there.", Required: true));
}
