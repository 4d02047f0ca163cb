using BootLab.Ibft.Views;

namespace BootLab.Ibft.Fields;

/// <summary>
/// Names a field of a table: <c>header.checksum</c>, <c>control.nic_0</c>, <c>control.expansion_0</c>, <c>initiator.name</c>, <c>nic[1].index</c>, <c>target[0].chap_secret.length</c>
/// (or <c>.offset</c>, <c>.text</c>, <c>.terminator</c>), <c>other[0].id</c>; or a whole structure: <c>nic[1]</c>. NICs, targets and others are counted from 0 in the order of control's
/// fields, whatever their index bytes say.
/// </summary>
/// <param name="Area">The kind of structure.</param>
/// <param name="Number">Which of its kind, or which field of control's expansion; 0 where there is one only.</param>
/// <param name="Field">The field; null for the whole structure.</param>
/// <param name="Part">Which part of a string field.</param>
public readonly record struct FieldPath(TableArea Area, int Number, IbftField? Field, StringPart Part = StringPart.Whole)
{
    /// <summary>Reads a path. False when no table has such a field. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FieldPath path) => new FieldPathReader(text).TryRead(out path);

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">No table has such a field.</exception>
    public static FieldPath Parse(ReadOnlySpan<char> text) => TryParse(text, out var path)
        ? path
        : throw new FormatException($"found the field '{text}', expected one such as header.checksum, nic[1].index or target[0].name.length");

    /// <summary>What the bytes hold.</summary>
    public FieldKind Kind => Part switch
    {
        StringPart.Length or StringPart.Offset => FieldKind.UInt16,
        StringPart.Text => FieldKind.String,
        StringPart.Terminator => FieldKind.UInt8,
        _ => Field?.Kind ?? FieldKind.Bytes,
    };

    /// <summary>
    /// Where the bytes are. False when the table has no such structure, its control structure no such expansion, or the text or terminator no byte in the table. A text that the table's
    /// end cuts off is given as far as it goes. Allocates nothing.
    /// </summary>
    public bool TryLocate(IbftView view, out ByteRange range)
    {
        if (!TryLocateStructure(view, out range))
        {
            return false;
        }

        if (Field is null)
        {
            return true;
        }

        var structure = range;
        range = new ByteRange(structure.Offset + Field.Offset + (Field == IbftFields.Expansion ? Field.Size * Number : 0), Field.Size);
        switch (Part)
        {
            case StringPart.Length:
                range = range with { Length = 2 };
                break;
            case StringPart.Offset:
                range = new ByteRange(range.Offset + 2, 2);
                break;
            case StringPart.Text or StringPart.Terminator:
                return TryLocateText(view, range.Offset, out range);
        }

        return range.End <= structure.End;
    }

    /// <summary>The path as it is read.</summary>
    public override string ToString()
    {
        var structure = Area switch
        {
            TableArea.Header => "header",
            TableArea.Control => "control",
            TableArea.Initiator when Number == 0 => "initiator",
            _ => $"{Area.ToString().ToLowerInvariant()}[{Number}]",
        };
        var field = Field is null ? "" : Field == IbftFields.Expansion ? $".{Field.Name}{Number}" : $".{Field.Name}";
        return Part == StringPart.Whole ? structure + field : $"{structure}{field}.{Part.ToString().ToLowerInvariant()}";
    }

    private bool TryLocateStructure(IbftView view, out ByteRange range)
    {
        switch (Area)
        {
            case TableArea.Header:
                range = new ByteRange(0, IbftOffsets.Header.Size);
                return true;
            case TableArea.Control:
                var control = view.Control;
                range = new ByteRange(control.Structure.Offset, IbftOffsets.Control.Extensions + (2 * control.SlotCount));
                return true;
        }

        var number = Number;
        foreach (var structure in view.Structures)
        {
            if (structure.Area == Area && number-- == 0)
            {
                var size = Area == TableArea.Other ? IbftOffsets.StructureHeader.Size : IbftOffsets.SizeOf(structure.Id);
                range = new ByteRange(structure.Offset, size);
                return true;
            }
        }

        range = default;
        return false;
    }

    private bool TryLocateText(IbftView view, int descriptor, out ByteRange range)
    {
        var text = view.StringAt(descriptor);
        var end = view.Bytes.Length;
        range = Part == StringPart.Terminator
            ? new ByteRange(text.End, 1)
            : new ByteRange(text.Offset, Math.Clamp(end - text.Offset, 0, text.Length));
        return !text.IsAbsent && range.Offset < end;
    }
}
