using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>What a table file says of one field.</summary>
internal abstract record FieldValue(Place Place);

/// <summary>The bytes of a field that is no string.</summary>
internal sealed record PlainValue(Place Place, byte[] Bytes) : FieldValue(Place);

/// <summary>A string: its bytes, and what its descriptor says where that is not what the layout makes of them.</summary>
internal sealed record StringValue(Place Place, byte[] Text) : FieldValue(Place)
{
    public ushort? Offset { get; init; }

    public ushort? Length { get; init; }

    /// <summary>Whether the layout puts it among the other strings.</summary>
    public bool IsPlaced => Offset is null;
}
