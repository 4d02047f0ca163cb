using BootLab.Ibft;
using BootLab.Ibft.Layouts;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary><c>layout</c>: the name of a producer, or one to begin with and what is different.</summary>
internal static class LayoutShapes
{
    private static readonly ScalarShape<LayoutChoice> s_name = Scalars.Choice("a layout", LayoutChoice.ByName);

    private static readonly Key<LayoutChoice> s_like = new("like", s_name, "The layout to begin with.", Required: true);

    private static readonly Key<long> s_alignment = new("alignment", Scalars.Whole("a number of bytes", 1, 256), "Every structure starts on a multiple of this.");

    private static readonly Key<long> s_heapAlignment = new("heap-alignment", Scalars.Whole("a number of bytes", 1, 256), "The first string after the structures starts on a multiple of this.");

    private static readonly Key<StructureOrder> s_structures = new("structures", Scalars.Choice<StructureOrder>("an order"), "Order of NICs and targets in memory.");

    private static readonly Key<ExpansionOrder> s_expansion = new("expansion", Scalars.Choice<ExpansionOrder>("an order"), "Order of control's further offsets.");

    private static readonly Key<long> s_reservedPairs = new("reserved-pairs", Scalars.Whole("a number of pairs", 0, 256), "Room is kept for this many NICs and targets at least; 0 keeps none.");

    private static readonly Key<HeapPlace> s_heap = new("heap", Scalars.Choice<HeapPlace>("a place"), "Where the strings go.");

    private static readonly Key<HeapOrder> s_heapOrder = new("heap-order", Scalars.Choice<HeapOrder>("an order"), "Which strings come first.");

    private static readonly Key<IndexPolicy> s_index = new("index", Scalars.Choice<IndexPolicy>("a policy"), "What stands in the index bytes.");

    private static readonly Key<int?> s_length = new("length", new ScalarShape<int?>("a number of bytes from 66 to 65535, or exact", [ScalarKind.Integer, ScalarKind.Text], TryParseLength), "Length of the table; exact: it ends with the last string.");

    public static readonly Shape<LayoutChoice> Shape = new ShortOrLongShape<LayoutChoice>(s_name, new MapShape<LayoutChoice>(
        "layout",
        "Where the parts of a table go.",
        [s_like, s_alignment, s_heapAlignment, s_structures, s_expansion, s_reservedPairs, s_heap, s_heapOrder, s_index, s_length],
        Read,
        CheckHeap));

    /// <summary>The keys of a layout of the file's own, but <c>like</c>.</summary>
    public static IEnumerable<(string Key, string Value)> Values(TableLayout layout) =>
    [
        (s_alignment.Name, $"{layout.StructureAlignment}"),
        (s_heapAlignment.Name, $"{layout.HeapAlignment}"),
        (s_structures.Name, Scalars.KebabCase(layout.StructureOrder.ToString())),
        (s_expansion.Name, Scalars.KebabCase(layout.ExpansionOrder.ToString())),
        (s_reservedPairs.Name, $"{layout.ReservedPairs}"),
        (s_heap.Name, Scalars.KebabCase(layout.HeapPlace.ToString())),
        (s_heapOrder.Name, Scalars.KebabCase(layout.HeapOrder.ToString())),
        (s_index.Name, Scalars.KebabCase(layout.Index.ToString())),
        (s_length.Name, layout.FixedLength is { } length ? $"{length}" : "exact"),
    ];

    private static LayoutChoice Read(MapReader map)
    {
        var like = map.Get(s_like);
        var layout = like.Profile.Layout;
        return new LayoutChoice(null, like.Profile with
        {
            Layout = layout with
            {
                Name = "this layout",
                StructureAlignment = (int)map.Get(s_alignment, layout.StructureAlignment),
                HeapAlignment = (int)map.Get(s_heapAlignment, layout.HeapAlignment),
                StructureOrder = map.Get(s_structures, layout.StructureOrder),
                ExpansionOrder = map.Get(s_expansion, layout.ExpansionOrder),
                ReservedPairs = (int)map.Get(s_reservedPairs, layout.ReservedPairs),
                MaximumPairs = 256,
                HeapPlace = map.Get(s_heap, layout.HeapPlace),
                HeapOrder = map.Get(s_heapOrder, layout.HeapOrder),
                Index = map.Get(s_index, layout.Index),
                FixedLength = map.Has(s_length) ? map.Get(s_length) : layout.FixedLength,
            },
        });
    }

    private static void CheckHeap(MapReader map)
    {
        var layout = Read(map).Profile.Layout;
        if (layout is { HeapPlace: HeapPlace.DownFromEnd, FixedLength: null })
        {
            map.Report(s_heap, "found strings that go down from the end of a table of no fixed length, expected one; add 'length:'");
        }

        if (map.Get(s_like).IsExplicit)
        {
            map.Report(s_like, "found 'like: explicit', expected a layout that places something; write 'layout: explicit'");
        }
    }

    private static bool TryParseLength(string text, out int? value)
    {
        value = null;
        if (text == "exact")
        {
            return true;
        }

        var isNumber = Scalars.TryParseWhole(text, out var number) && number is >= IbftOffsets.MinimumTableSize and <= IbftOffsets.MaximumTableSize;
        value = isNumber ? (int)number : null;
        return isNumber;
    }
}
