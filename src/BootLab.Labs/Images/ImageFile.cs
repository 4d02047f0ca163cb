using System.Reflection;
using BootLab.Disk.Making;
using BootLab.Labs.Files;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;

namespace BootLab.Labs.Images;

/// <summary>A description of an image: a kind, or a file laid over one.</summary>
public sealed class ImageFile
{
    private const string ResourcePrefix = "kinds/";
    private const int DeepestKind = 4;

    private readonly MapNode _root;
    private readonly string _path;

    private ImageFile(MapNode root, string path) => (_root, _path) = (root, path);

    /// <summary>The kinds, by version.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["windows-2003", "windows-7", "windows-2008r2", "windows-2012", "windows-2012r2", "windows-2016", "windows-11", "windows-2025"];

    /// <summary>The description of a kind.</summary>
    public static ImageFile OfKind(string kind) => new(Merged(Embedded(kind), kind, 0), kind);

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabFileException">It is missing, is no YAML, or names no kind that there is.</exception>
    public static ImageFile Load(string path) => Parse(BoundedFile.ReadYaml(path, "a description of an image"), path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="path">Where it is, for messages.</param>
    /// <exception cref="LabFileException">It is no YAML, or names no kind that there is.</exception>
    public static ImageFile Parse(ReadOnlySpan<byte> utf8, string path) => new(Merged(Nodes(utf8, path), path, 0), path);

    /// <summary>The same for another firmware.</summary>
    public ImageFile With(FirmwareKind firmware) => Over(Map((ImageSection.Firmware.Name, Text(Scalars.KebabCase(firmware.ToString())))));

    /// <summary>The same with other NICs; the first is the one that Windows was installed through. What is not said of one is as the kind has it for the NIC at that place, or for its last.</summary>
    public ImageFile With(IReadOnlyList<ImageNic> nics)
    {
        var known = _root[ImageSection.Nics.Name] is ListNode list ? list.Items.OfType<MapNode>().ToArray() : [];
        var wanted = nics.Select((nic, position) =>
        {
            var said = new List<(string, YamlNode)> { (MetNicSection.Pci.Name, Text($"{nic.Pci}")) };
            if (nic.Ids is { } ids)
            {
                said.Add((MetNicSection.Ids.Name, Text(ids)));
            }

            if (nic.Service is { } service)
            {
                said.Add((MetNicSection.Service.Name, Text(service)));
            }

            return (YamlNode)(known.Length == 0 ? Map([.. said]) : known[Math.Min(position, known.Length - 1)].Overlaid(Map([.. said])));
        });
        return Over(Map((ImageSection.Nics.Name, new ListNode(_root.Place, [.. wanted]))));
    }

    /// <summary>The whole description, with what is from the kind, as YAML.</summary>
    public string ToYaml()
    {
        var order = ImageSection.Shape.KeyNames.ToList();
        return YamlText.Of(new MapNode(_root.Place, [.. _root.Entries.OrderBy(entry => order.IndexOf(entry.Key.Text))]));
    }

    /// <summary>The disk that is described.</summary>
    /// <exception cref="LabFileException">The description holds mistakes.</exception>
    public WindowsDiskSpec Read()
    {
        var errors = new List<LabFileError>();
        var context = new LabContext(".", errors);
        ImageSection.Shape.Check(_root, context);
        return errors.Count == 0
            ? ImageSection.Shape.Read(_root, context)
            : throw new LabFileException(_path, errors);
    }

    // What a kind is laid over stands before it.
    private static MapNode Merged(MapNode over, string path, int depth)
    {
        if (over[ImageSection.Kind.Name] is not { } kind)
        {
            return over;
        }

        if (kind is not ScalarNode { Text: var name } || depth == DeepestKind || Resource(name) is null)
        {
            throw new LabFileException(path, [new LabFileError(kind.Place.Line, kind.Place.Column, $"found the kind {kind.Found}, expected one of: {string.Join(", ", Kinds)}")]);
        }

        var rest = new MapNode(over.Place, [.. over.Entries.Where(entry => entry.Key.Text != ImageSection.Kind.Name)]);
        return Merged(Embedded(name), name, depth + 1).Overlaid(rest);
    }

    private static MapNode Embedded(string kind)
    {
        using var stream = Resource(kind) ?? throw new ArgumentException($"found the kind '{kind}', expected one of: {string.Join(", ", Kinds)}", nameof(kind));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Nodes(bytes, kind);
    }

    private static Stream? Resource(string kind) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{kind}.yaml");

    private static MapNode Nodes(ReadOnlySpan<byte> utf8, string path)
    {
        var errors = new List<LabFileError>();
        var root = YamlReader.Read(utf8, errors);
        if (root is not null and not MapNode)
        {
            errors.Add(new LabFileError(root.Place.Line, root.Place.Column, $"found {root.Found}, expected {ImageSection.Shape.What}"));
        }

        return errors.Count == 0 && root is MapNode map ? map : throw new LabFileException(path, errors);
    }

    private ImageFile Over(MapNode node) => new(_root.Overlaid(node), _path);

    private MapNode Map(params (string Key, YamlNode Value)[] entries) => new(_root.Place, [.. entries.Select(entry => new MapEntry(Text(entry.Key), entry.Value))]);

    private ScalarNode Text(string text) => new(_root.Place, text, ScalarKind.Text);
}

/// <summary>A NIC as a command line says it.</summary>
/// <param name="Pci">Where it was.</param>
/// <param name="Ids">PCI vendor and device, such as <c>8086:100e</c>; null for those of the kind.</param>
/// <param name="Service">The service of its driver; null for that of the kind.</param>
public sealed record ImageNic(PciAddress Pci, string? Ids, string? Service);
