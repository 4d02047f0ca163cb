using BootLab.Ibft.Layouts;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>rom</c>: the boot program and what was configured in it.</summary>
internal static class RomSection
{
    public static readonly Key<BootProgram> Producer = new(
        "producer", new ScalarShape<BootProgram>($"a boot program: {BootProgram.Expected}", Scalars.TextOnly, BootProgram.TryParse), "The boot program and its version or day.", Required: true);

    public static readonly Key<NicDriver> Driver = new("driver", Scalars.Choice<NicDriver>("a way to drive NICs"), "native (when absent): its own drivers, every NIC; undi: the boot NIC's ROM, that NIC alone.");

    public static readonly Key<string> BootNic = new("boot-nic", Scalars.Name, "The NIC whose ROM starts; without it the program is started from a file and tries the NICs in PCI order.");

    private static readonly Key<ContentSpec> Script = new("script", ContentShape.Instance, "The script built into the program: a file beside the lab, or its text as a block (|).");

    private static readonly Key<IReadOnlyDictionary<string, string>> Settings = new(
        "settings",
        new EntriesShape<string, string>("a mapping of settings to values", Scalars.SettingName, Scalars.SettingValue),
        "Settings made by hand before the start, such as net1/gateway.");

    private static readonly Key<NicOrder> NicOrder = new("nic-order", Scalars.Choice<NicOrder>("an order"), "The order of the NICs in the table: boot-first (when absent) or pci.");

    private static readonly Key<IndexPolicy> Index = new(
        "index",
        Scalars.Choice("a way to number", new Dictionary<string, IndexPolicy> { [MatrixWords.Dense] = IndexPolicy.Dense, [MatrixWords.Zero] = IndexPolicy.AlwaysZero }),
        "The index bytes in the table: dense (when absent), from 0 in the order of the NICs, or zero, as gPXE and iPXE until 2017 leave them.");

    private static readonly Key<string> InitiatorName = new("initiator-name", NetworkScalars.IscsiName, "The initiator name on the firmware's setup page.");

    public static readonly Key<IReadOnlyList<AttemptSpec>> Attempts = new("attempts", new ListShape<AttemptSpec>("a list of attempts", AttemptSection.Shape), "The attempts on the firmware's setup page, in their order.");

    /// <summary>Keys that only some programs know.</summary>
    public static readonly IReadOnlyList<(Key Key, BootProgramKind[] Programs)> Limited =
    [
        (Driver, [BootProgramKind.Gpxe, BootProgramKind.Ipxe, BootProgramKind.Bootlab]),
        (BootNic, [BootProgramKind.Gpxe, BootProgramKind.Ipxe, BootProgramKind.Bootlab]),
        (Script, [BootProgramKind.Gpxe, BootProgramKind.Ipxe, BootProgramKind.Bootlab]),
        (Settings, [BootProgramKind.Gpxe, BootProgramKind.Ipxe, BootProgramKind.Bootlab]),
        (NicOrder, [BootProgramKind.Bootlab]),
        (Index, [BootProgramKind.Bootlab]),
        (InitiatorName, [BootProgramKind.Edk2]),
        (Attempts, [BootProgramKind.Edk2]),
    ];

    public static readonly MapShape<RomSpec> Shape = new(
        "boot program",
        "The boot program and what was configured in it before power-on.",
        [Producer, .. Limited.Select(limited => limited.Key)],
        Read);

    /// <summary>Whether a program knows a key of this section.</summary>
    public static bool Knows(BootProgramKind program, Key key) => Limited.All(limited => limited.Key != key || limited.Programs.Contains(program));

    // A variant inherits the main program's keys; those that its own program does not know have no effect.
    private static RomSpec Read(MapReader map)
    {
        var program = map.Get(Producer);
        var known = map with { Map = new MapNode(map.Map.Place, [.. map.Map.Entries.Where(entry => Knows(program.Kind, Shape!.KeyOf(entry.Key.Text)!))]) };
        return new RomSpec
        {
            Program = program,
            Driver = known.Get(Driver, NicDriver.Native),
            BootNic = known.Find(BootNic),
            Script = known.Find(Script),
            Settings = [.. known.Get(Settings, new Dictionary<string, string>()).Select(setting => new RomSetting(setting.Key, setting.Value))],
            NicOrder = known.Get(NicOrder, Rom.NicOrder.BootFirst),
            Index = known.Get(Index, IndexPolicy.Dense),
            InitiatorName = known.Find(InitiatorName),
            Attempts = known.Get(Attempts, []),
        };
    }
}
