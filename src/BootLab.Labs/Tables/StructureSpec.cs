using System.Collections.Immutable;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>What a table file says of the header or of a structure: the fields that are not as the layout would fill them.</summary>
internal sealed record StructureSpec(TableArea Area, Place Place)
{
    /// <summary>Where it stands when not where the layout puts it.</summary>
    public int? At { get; init; }

    public ImmutableDictionary<string, FieldValue> Values { get; init; } = ImmutableDictionary<string, FieldValue>.Empty;

    public byte[]? Plain(IbftField field) => (Values.GetValueOrDefault(field.Name) as PlainValue)?.Bytes;

    public StringValue? Text(IbftField field) => Values.GetValueOrDefault(field.Name) as StringValue;

    public StructureSpec With(IbftField field, FieldValue? value) =>
        this with { Values = value is null ? Values.Remove(field.Name) : Values.SetItem(field.Name, value) };
}
