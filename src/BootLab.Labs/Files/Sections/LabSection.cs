using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;
using BootLab.Rom;

namespace BootLab.Labs.Files.Sections;

/// <summary>The whole file.</summary>
internal static class LabSection
{
    private static readonly Key<string> Lab = new("lab", Scalars.Name, "The lab's short name, as its folder is called.", Required: true);

    private static readonly Key<string> Title = new("title", Scalars.Line, "What the lab is about, in one line.", Required: true);

    private static readonly Key<string> Description = new("description", Scalars.Text, "What the lab is about, at length.");

    private static readonly Key<long> Seed = new("seed", Scalars.Whole("a seed", 0, int.MaxValue), "Seed of everything random; 1 when absent.");

    public static readonly Key<MachineSpec> Machine = new("machine", MachineSection.Shape, "The server.", Required: true);

    public static readonly Key<IReadOnlyDictionary<string, NetworkSpec>> Networks = new(
        "networks", new EntriesShape<string, NetworkSpec>("a mapping of names to networks", Scalars.Name, NetworkSection.Shape), "The Ethernet segments by name.");

    public static readonly Key<IReadOnlyList<TargetSpec>> Targets = new("targets", new ListShape<TargetSpec>("a list of targets", TargetSection.Shape), "The iSCSI targets.");

    public static readonly Key<RomSpec> Rom = new("rom", RomSection.Shape, "The boot program.", Required: true);

    public static readonly Key<IReadOnlyList<MapReader>> Beside = new(
        "beside", new ListShape<MapReader>("a list of variants", Variant.Shape), "The same machine with other boot programs, run beside the first one.");

    private static readonly Key<OsSpec> Os = new("os", OsSection.Shape, "The operating system on the disk.");

    public static readonly Key<ExpectSpec> Expect = new("expect", ExpectSection.Shape, "What must come out.");

    public static readonly Key<MatrixSpec> Matrix = new("matrix", MatrixSection.Shape, "What bootlab vm matrix varies.");

    public static readonly MapShape<LabFile> Shape = new(
        "lab",
        "A BootLab lab: one machine, its networks and targets, the boot program it starts with, and what must come out.",
        [Lab, Title, Description, Seed, Machine, Networks, Targets, Rom, Beside, Os, Expect, Matrix, LintSection.Lint],
        Read);

    private static LabFile Read(MapReader map)
    {
        var machine = map.Get(Machine);
        var networks = map.Get(Networks, new Dictionary<string, NetworkSpec>()).Select(pair => pair.Value with { Name = pair.Key }).ToArray();
        var servers = networks.Select(network => new System.Net.IPEndPoint(network.Server, NetworkScalars.IscsiPort)).Distinct().ToArray();
        return new LabFile
        {
            Path = string.Empty,
            Name = map.Get(Lab),
            Title = map.Get(Title),
            Description = map.Get(Description, string.Empty),
            Seed = (int)map.Get(Seed, 1),
            Machine = machine,
            Networks = networks,
            Targets = [.. map.Get(Targets, []).Select(target => target.Portals.Count > 0 ? target : target with { Portals = servers })],
            Rom = map.Get(Rom),
            Beside = [.. map.Get(Beside, []).Select(variant => Variant.Read(variant, machine, (MapNode)map.NodeOf(Rom)))],
            Os = map.Find(Os),
            Expect = map.Get(Expect, new ExpectSpec()),
            Matrix = map.Find(Matrix),
            Lint = map.Get(LintSection.Lint, LintSettings.None),
        };
    }

    /// <summary>An entry of <c>beside</c>. It means nothing without the lab's <c>rom</c>, so its shape reads it as its keys.</summary>
    public static class Variant
    {
        public static readonly Key<string> Name = new("name", Scalars.Line, "The name that the output uses.", Required: true);

        private static readonly Key<FirmwareKind> Firmware = new("firmware", Scalars.Choice<FirmwareKind>("a kind of firmware"), "The machine's firmware in this variant, when it is another.");

        public static readonly Key<MapNode> Overrides = new("rom", new OverridesShape<RomSpec>(RomSection.Shape), "What is other than in the lab's 'rom'; null takes a key away.", Required: true);

        public static readonly Key<ExpectSpec> VariantExpect = new("expect", ExpectSection.Shape, "What must come out of this variant.");

        public static readonly MapShape<MapReader> Shape = new(
            "variant", "The lab's machine with another boot program.", [Name, Firmware, Overrides, VariantExpect], map => map);

        public static LabVariant Read(MapReader map, MachineSpec machine, MapNode rom) => new(
            map.Get(Name),
            machine with { Firmware = map.Get(Firmware, machine.Firmware) },
            RomSection.Shape.Read(rom.Overlaid(map.Get(Overrides)), map.Context),
            map.Get(VariantExpect, new ExpectSpec()));
    }
}
