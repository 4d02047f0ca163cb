using System.Text;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>The shapes of a table's fields, made from the catalogue of fields.</summary>
internal static class FieldShapes
{
    private static readonly ScalarKind[] s_textOrNumber = [ScalarKind.Text, ScalarKind.Integer];

    /// <summary>A number of at most 16 bits, an offset in the table among others.</summary>
    public static readonly ScalarShape<long> UInt16 = Scalars.Whole("a number", 0, ushort.MaxValue);

    /// <summary>Bytes in hexadecimal.</summary>
    public static readonly ScalarShape<byte[]> Bytes = new("bytes in hexadecimal such as \"ff 00\"", s_textOrNumber, HexBytes.TryParse);

    private static readonly Shape<FieldValue> s_string = StringShape();

    /// <summary>A structure with a key for each of its fields, and those given beside them.</summary>
    public static MapShape<T> Structure<T>(string name, string description, TableArea area, IReadOnlyList<Key> more, Func<MapReader, StructureSpec, T> read)
    {
        // The checksum concerns the whole file and has a key there.
        var keys = IbftFields.Of(area).Where(field => field.Name != "checksum").Select(field => (Field: field, Key: new Key<FieldValue>(field.Name, Of(field), field.Description))).ToArray();
        return new MapShape<T>(name, description, [.. more, .. keys.Select(pair => pair.Key)], map =>
        {
            var structure = new StructureSpec(area, map.Map.Place);
            foreach (var (field, key) in keys.Where(pair => map.Has(pair.Key)))
            {
                structure = structure.With(field, map.Get(key) with { Place = map.NodeOf(key).Place });
            }

            return read(map, structure);
        });
    }

    private static Shape<FieldValue> Of(IbftField field) => field.Kind == FieldKind.String ? s_string : new ScalarShape<FieldValue>(
        FieldText.What(field.Kind, field.Size),
        s_textOrNumber,
        (string text, out FieldValue value) =>
        {
            var bytes = new byte[field.Size];
            value = new PlainValue(default, bytes);
            return FieldText.TryWrite(bytes, field.Kind, text);
        });

    private static ShortOrLongShape<FieldValue> StringShape()
    {
        var text = new Key<string>("text", Scalars.Text, "The text.");
        var bytes = new Key<byte[]>("bytes", Bytes, "The bytes of a text that is no UTF-8.");
        var length = new Key<long>("length", UInt16, "The length in the descriptor, when it is not that of the text.");
        var offset = new Key<long>("offset", UInt16, "Where the text goes, when not among the other strings.");
        return new(
            new ScalarShape<FieldValue>("text", Scalars.TextOnly, (string value, out FieldValue read) =>
            {
                read = new StringValue(default, Encoding.UTF8.GetBytes(value));
                return true;
            }),
            new MapShape<FieldValue>(
                "string",
                "A string whose descriptor or place is not as the layout would have it.",
                [text, bytes, length, offset],
                map => new StringValue(default, map.Find(bytes) ?? Encoding.UTF8.GetBytes(map.Get(text, "")))
                {
                    Length = (ushort?)map.FindValue(length),
                    Offset = (ushort?)map.FindValue(offset),
                },
                map =>
                {
                    if (map.Has(text) && map.Has(bytes))
                    {
                        map.Report(bytes, "found 'text' and 'bytes', expected one of them");
                    }
                }));
    }
}
