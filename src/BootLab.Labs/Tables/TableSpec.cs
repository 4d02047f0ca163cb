using System.Collections.Immutable;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>
/// A table as it is described in a table file: the producer whose layout it has, what its fields say, and how it is broken on purpose. Immutable: every change gives another one.
/// </summary>
public sealed record TableSpec
{
    internal TableSpec(string path, LayoutChoice layout) => (Path, Layout) = (path, layout);

    /// <summary>The file it was read from, or what stands for it in messages.</summary>
    public string Path { get; internal init; }

    /// <summary>The named layout; null when the file describes one itself.</summary>
    public string? LayoutName => Layout.Name;

    /// <summary>How many NICs it describes.</summary>
    public int NicCount => Nics.Count;

    /// <summary>How many targets it describes.</summary>
    public int TargetCount => Targets.Count;

    internal LayoutChoice Layout { get; init; }

    internal Place LayoutPlace { get; init; }

    /// <summary>Bytes of the whole, when not those that the layout needs.</summary>
    internal int? Size { get; init; }

    internal ChecksumRule Checksum { get; init; }

    internal StructureSpec Header { get; init; } = new(TableArea.Header, default);

    internal StructureSpec Control { get; init; } = new(TableArea.Control, default);

    /// <summary>Pairs that control has fields for, when more than there are NICs or targets.</summary>
    internal int Pairs { get; init; }

    /// <summary>Control's expansion, when not as the layout fills it.</summary>
    internal ImmutableArray<ushort>? Expansion { get; init; }

    internal StructureSpec? Initiator { get; init; }

    internal ImmutableList<StructureSpec> Nics { get; init; } = [];

    internal ImmutableList<StructureSpec> Targets { get; init; } = [];

    /// <summary>Bytes of no field.</summary>
    internal ImmutableList<BytesEdit> Slack { get; init; } = [];

    /// <summary>Changes to the finished bytes, in order.</summary>
    internal ImmutableList<TableEdit> Corruptions { get; init; } = [];

    /// <summary>Reads a table file.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes, or no table can be built from it; with line and column.</exception>
    public static TableSpec Load(string path) => TableFileReader.Load(path);

    /// <summary>Reads the text of a table file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it is, or would be: for messages and for its <c>base</c>.</param>
    /// <exception cref="LabFileException">The text holds mistakes, or no table can be built from it; with line and column.</exception>
    public static TableSpec Read(string text, string path) => TableFileReader.Read(System.Text.Encoding.UTF8.GetBytes(text), path);

    /// <summary>The same from a stream, of which no more is read than a file may have.</summary>
    /// <exception cref="LabFileException">As <see cref="Read(string, string)"/>.</exception>
    public static TableSpec Read(Stream stream, string path) => TableFileReader.Read(BoundedFile.Read(stream, YamlReader.LargestFile), path);

    /// <summary>A description from which <see cref="Build"/> makes the same bytes.</summary>
    /// <param name="table">A table: 66 to 65,535 bytes, whatever they say.</param>
    /// <exception cref="ArgumentException">Fewer bytes, or more.</exception>
    public static TableSpec Of(ReadOnlySpan<byte> table) => TableDescriber.Describe(table);

    /// <summary>The bytes.</summary>
    /// <exception cref="LabFileException">They cannot be: a structure has no room, a change names a field that is not there.</exception>
    public byte[] Build() => new TableBuilder(this).Build();

    /// <summary>Sets a field before the layout is carried out: a longer name moves what stands behind it. A whole structure can be taken away only with <see cref="Without"/>.</summary>
    /// <param name="field">A path such as <c>nic[1].index</c>. The first NIC or target that is not there yet is added.</param>
    /// <param name="value">The value as <see cref="FieldText"/> takes it.</param>
    /// <exception cref="FormatException">There is no such field, or the value is not of its form.</exception>
    public TableSpec With(string field, string value) => TableChange.Set(this, FieldPath.Parse(field), value, default, out var error) ?? throw new FormatException(error);

    /// <summary>Takes a structure away, or what is said of a field.</summary>
    /// <exception cref="FormatException">There is no such structure.</exception>
    public TableSpec Without(string field) => TableChange.Remove(this, FieldPath.Parse(field), out var error) ?? throw new FormatException(error);

    /// <summary>Sets a field of the finished bytes; the checksum is made right again afterwards.</summary>
    /// <exception cref="FormatException">There is no such field.</exception>
    public TableSpec Corrupt(string field, string value) => this with { Corruptions = Corruptions.Add(new FieldEdit(default, FieldPath.Parse(field), value, null)) };

    /// <summary>Writes bytes over the finished ones.</summary>
    public TableSpec Corrupt(int offset, params byte[] bytes) => this with { Corruptions = Corruptions.Add(new BytesEdit(default, offset, bytes)) };

    /// <summary>Cuts the finished bytes off, or adds zero bytes; the header's length stays.</summary>
    public TableSpec Resize(int size) => this with { Corruptions = Corruptions.Add(new ResizeEdit(default, size)) };

    /// <summary>Leaves the checksum that was right before the bytes were changed.</summary>
    public TableSpec KeepChecksum() => this with { Checksum = new ChecksumRule(ChecksumKind.Keep) };
}
