using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>The entries of <c>slack</c> and <c>corrupt</c>.</summary>
internal static class EditShapes
{
    private static readonly Key<FieldPath> s_field = new("field", FieldPathShape.Instance, "The field to change.");

    private static readonly Key<long> s_offset = new("offset", FieldShapes.UInt16, "The first byte to change.");

    private static readonly Key<string> s_value = new(
        "value", new ScalarShape<string>("a value", [ScalarKind.Text, ScalarKind.Integer], (string text, out string value) => (value = text) is not null), "The field's new value.");

    private static readonly Key<byte[]> s_bytes = new("bytes", FieldShapes.Bytes, "Bytes to write from the field's first one, or from the offset on.");

    private static readonly Key<long> s_resize = new("resize", Scalars.Whole("a number of bytes", 0, IbftOffsets.MaximumTableSize), "Cuts the table off, or adds zero bytes; the header's length stays.");

    private static readonly Key<long> s_slackOffset = s_offset with { Description = "The first byte.", Required = true };

    private static readonly Key<byte[]> s_slackBytes = s_bytes with { Description = "The bytes.", Required = true };

    /// <summary>Bytes of no field.</summary>
    public static readonly MapShape<TableEdit> Slack = new(
        "slack", "Bytes of no field.", [s_slackOffset, s_slackBytes], map => new BytesEdit(map.Map.Place, (int)map.Get(s_slackOffset), map.Get(s_slackBytes)));

    /// <summary>A change to the finished bytes.</summary>
    public static readonly MapShape<TableEdit> Corrupt = new("change", "A change to the finished bytes.", [s_field, s_offset, s_value, s_bytes, s_resize], Read, Check);

    private static TableEdit Read(MapReader map)
    {
        var place = map.Map.Place;
        return map.Has(s_resize) ? new ResizeEdit(place, (int)map.Get(s_resize))
            : map.Has(s_offset) ? new BytesEdit(place, (int)map.Get(s_offset), map.Get(s_bytes))
            : new FieldEdit(place, map.Get(s_field), map.Find(s_value), map.Find(s_bytes));
    }

    private static void Check(MapReader map)
    {
        var given = string.Join(" and ", new Key[] { s_field, s_offset, s_value, s_bytes, s_resize }.Where(map.Has).Select(key => $"'{key.Name}'"));
        if (given is not ("'field' and 'value'" or "'field' and 'bytes'" or "'offset' and 'bytes'" or "'resize'"))
        {
            map.Context.Report(map.Map, $"found a change with {(given.Length == 0 ? "nothing" : given)}, expected 'field' and 'value', 'field' and 'bytes', 'offset' and 'bytes', or 'resize'");
        }
    }
}
