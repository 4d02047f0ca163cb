using System.Collections.Immutable;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>The whole table file.</summary>
internal static class TableSection
{
    private static readonly ScalarShape<long> s_size = Scalars.Whole("a number of bytes", 0, IbftOffsets.MaximumTableSize);

    private static readonly Key<string> s_base = new("base", new FileShape("a table file, or a raw table, beside this one"), "A table to begin with: a table file (.yaml), or the bytes of a table.");

    private static readonly Key<LayoutChoice> s_layout = new("layout", LayoutShapes.Shape, "Whose layout the table has; needed unless there is a base.");

    private static readonly Key<long> s_tableSize = new("size", s_size, "Bytes of the table, when not as many as its parts need.");

    private static readonly Key<ChecksumRule?> s_checksum = new(
        "checksum",
        new ScalarShape<ChecksumRule?>("auto, keep, or a number from 0 to 255", [ScalarKind.Text, ScalarKind.Integer], TryParseChecksum),
        "auto (when absent): right, unless 'corrupt' writes the byte itself; keep: the one that was right before 'corrupt'; or the byte.");

    private static readonly Key<StructureSpec> s_header = new(
        "header", FieldShapes.Structure("header", "The table header.", TableArea.Header, [], (_, header) => header), "Fields of the header.");

    private static readonly Key<ControlSpec> s_control = new("control", ControlShape(), "Fields of the control structure.");

    private static readonly Key<StructureSpec> s_initiator = new("initiator", Structure("initiator", "The initiator structure.", TableArea.Initiator), "The initiator; without it there is none.");

    private static readonly Key<IReadOnlyList<StructureSpec>> s_nics = new(
        "nics", new ListShape<StructureSpec>("a list of NICs", Structure("NIC structure", "A NIC.", TableArea.Nic)), "The NICs in the order of control's offsets.");

    private static readonly Key<IReadOnlyList<StructureSpec>> s_targets = new(
        "targets", new ListShape<StructureSpec>("a list of targets", Structure("target structure", "A target.", TableArea.Target)), "The targets in the order of control's offsets.");

    private static readonly Key<IReadOnlyList<TableEdit>> s_slack = new("slack", new ListShape<TableEdit>("a list of bytes", EditShapes.Slack), "Bytes of no field.");

    private static readonly Key<IReadOnlyList<FieldSetting>> s_set = new("set", new SetShape(), "Fields of the base with other values, before the layout is carried out; null takes one away.");

    private static readonly Key<IReadOnlyList<TableEdit>> s_corrupt = new("corrupt", new ListShape<TableEdit>("a list of changes", EditShapes.Corrupt), "Changes to the finished bytes, in order.");

    // What a base has already.
    private static readonly Key[] s_content = [s_header, s_control, s_initiator, s_nics, s_targets];

    public static readonly MapShape<MapReader> Shape = new(
        "table file",
        "An iBFT: the producer whose layout it has, what its fields say, and how it is broken on purpose.",
        [s_base, s_layout, s_tableSize, s_checksum, s_header, s_control, s_initiator, s_nics, s_targets, s_slack, s_set, s_corrupt],
        map => map,
        Check);

    /// <summary>The file's base, null when it has none.</summary>
    public static string? Base(MapReader map) => map.Find(s_base);

    /// <summary>Where a message about the base goes.</summary>
    public static YamlNode BaseNode(MapReader map) => map.NodeOf(s_base);

    /// <summary>The description, over the one of its base. Reports what cannot be set there.</summary>
    public static TableSpec Read(MapReader map, TableSpec? below, string path)
    {
        var spec = below is null ? Own(map, path) : below with { Path = path };
        spec = spec with
        {
            Layout = map.Get(s_layout, spec.Layout),
            LayoutPlace = map.NodeOf(s_layout).Place,
            Size = (int?)map.FindValue(s_tableSize) ?? spec.Size,
            Checksum = map.Get(s_checksum, null) ?? spec.Checksum,
            Slack = spec.Slack.AddRange(map.Get(s_slack, []).Cast<BytesEdit>()),
            Corruptions = spec.Corruptions.AddRange(map.Get(s_corrupt, [])),
        };
        foreach (var setting in map.Get(s_set, []))
        {
            string? error;
            var changed = setting.Value is { } value
                ? TableChange.Set(spec, setting.Field, value, setting.Place, out error)
                : TableChange.Remove(spec, setting.Field, out error);
            if (changed is null)
            {
                map.Context.Report(new ScalarNode(setting.Place, "", ScalarKind.Text), error!);
            }

            spec = changed ?? spec;
        }

        return spec;
    }

    private static TableSpec Own(MapReader map, string path)
    {
        var control = map.Get(s_control, new ControlSpec(new StructureSpec(TableArea.Control, default), 0, null));
        return new TableSpec(path, map.Get(s_layout))
        {
            Header = map.Get(s_header, new StructureSpec(TableArea.Header, default)),
            Control = control.Fields,
            Pairs = control.Pairs,
            Expansion = control.Expansion,
            Initiator = map.Find(s_initiator),
            Nics = [.. map.Get(s_nics, [])],
            Targets = [.. map.Get(s_targets, [])],
        };
    }

    private static void Check(MapReader map)
    {
        if (!map.Has(s_base) && !map.Has(s_layout))
        {
            map.Report(s_layout, "found neither 'layout' nor 'base', expected one of them; add 'layout: ipxe' or another producer's");
        }

        foreach (var key in s_content.Where(key => map.Has(s_base) && map.Has(key)))
        {
            map.Report(key, $"found '{key.Name}' beside 'base', expected 'set' with the fields that are different, such as 'nic[0].index: 1'");
        }
    }

    private static MapShape<ControlSpec> ControlShape()
    {
        var pairs = new Key<long>("pairs", Scalars.Whole("a number of pairs", 0, 256), "Pairs of NIC and target that there are offsets for, when more than there are NICs or targets.");
        var expansion = new Key<IReadOnlyList<long>>("expansion", new ListShape<long>("a list of offsets", FieldShapes.UInt16), "Further offsets, when not as the layout fills them.");
        return FieldShapes.Structure("control structure", "The control structure.", TableArea.Control, [pairs, expansion], (map, fields) => new ControlSpec(
            fields,
            (int)map.Get(pairs, 0),
            map.Find(expansion) is { } offsets ? [.. offsets.Select(offset => (ushort)offset)] : null));
    }

    private static MapShape<StructureSpec> Structure(string name, string description, TableArea area)
    {
        var at = new Key<long>("at", FieldShapes.UInt16, "Where it starts, when not where the layout puts it.");
        return FieldShapes.Structure(name, description, area, [at], (map, structure) => structure with { At = (int?)map.FindValue(at) });
    }

    private static bool TryParseChecksum(string text, out ChecksumRule? rule)
    {
        rule = text switch
        {
            "auto" => new ChecksumRule(ChecksumKind.Auto),
            "keep" => new ChecksumRule(ChecksumKind.Keep),
            _ when Scalars.TryParseWhole(text, out var value) && value is >= 0 and <= byte.MaxValue => new ChecksumRule(ChecksumKind.Value, (byte)value),
            _ => null,
        };
        return rule is not null;
    }

    private sealed record ControlSpec(StructureSpec Fields, int Pairs, ImmutableArray<ushort>? Expansion);
}
