using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;
using BootLab.Labs.Files;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>Makes the bytes of a described table.</summary>
internal sealed class TableBuilder(TableSpec spec)
{
    // What is written, in order; bytes of no field come first, so that no field loses to them.
    private readonly List<(int Offset, byte[] Bytes, Place Place)> _pieces = [];

    /// <summary>The error of a description that no table can be built from.</summary>
    public static LabFileException Failure(TableSpec spec, Place place, string message) => new(spec.Path, [new LabFileError(Math.Max(1, place.Line), Math.Max(1, place.Column), message)]);

    public byte[] Build()
    {
        var plan = new TablePlan(spec);
        foreach (var slack in spec.Slack)
        {
            _pieces.Add((slack.Offset, slack.Bytes, slack.Place));
        }

        var end = Math.Max(plan.Size, AddControl(plan));
        foreach (var structure in TablePlan.Structures(spec))
        {
            end = Math.Max(end, AddStructure(plan, structure));
        }

        var size = spec.Size ?? end;
        if (Math.Max(end, size) > IbftOffsets.MaximumTableSize + 1)
        {
            throw Failure(spec, spec.LayoutPlace, $"found a table of {Math.Max(end, size)} bytes, expected at most {IbftOffsets.MaximumTableSize}; all offsets have 16 bits");
        }

        AddPlain(spec.Header, 0, field => TableDefaults.Header(spec, field, size));
        var bytes = new byte[Math.Max(end, size)];
        foreach (var (offset, piece, place) in _pieces)
        {
            Write(bytes, offset, piece, place);
        }

        Array.Resize(ref bytes, size);
        return Corrupt(bytes);
    }

    // Everything but strings.
    private void AddPlain(StructureSpec structure, int at, Func<IbftField, byte[]> otherwise)
    {
        foreach (var field in IbftFields.Of(structure.Area).Where(field => field.Kind != FieldKind.String))
        {
            var value = structure.Values.GetValueOrDefault(field.Name) as PlainValue;
            _pieces.Add((at + field.Offset, value?.Bytes ?? otherwise(field), value?.Place ?? structure.Place));
        }
    }

    private int AddControl(TablePlan plan)
    {
        var expansion = spec.Expansion ?? [.. plan.Slots.Skip(IbftOffsets.Control.FixedSlots)];
        AddPlain(spec.Control, IbftOffsets.Control.Position, field => TableDefaults.Control(plan, field, expansion.Length));
        var slots = new byte[2 * expansion.Length];
        for (var i = 0; i < expansion.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(slots.AsSpan(2 * i), expansion[i]);
        }

        _pieces.Add((IbftOffsets.Control.Position + IbftOffsets.Control.Expansion, slots, spec.Control.Place));
        return IbftOffsets.Control.Position + IbftOffsets.Control.Expansion + slots.Length;
    }

    // The first byte behind the structure and its strings.
    private int AddStructure(TablePlan plan, StructureSpec structure)
    {
        var at = plan.At(structure);
        AddPlain(structure, at, field => TableDefaults.Structure(spec, plan, structure, field));
        var last = IbftFields.Of(structure.Area)[^1];
        var end = at + last.Offset + last.Size;
        foreach (var field in IbftFields.Of(structure.Area).Where(field => field.Kind == FieldKind.String))
        {
            if (structure.Text(field) is { } text)
            {
                end = Math.Max(end, AddString(plan, structure, at, field, text));
            }
        }

        return end;
    }

    private int AddString(TablePlan plan, StructureSpec structure, int at, IbftField field, StringValue text)
    {
        var offset = text.Offset ?? plan.TextAt(structure, field, text);
        var descriptor = new byte[IbftOffsets.StringSize];
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor, text.Length ?? (ushort)text.Text.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor.AsSpan(2), offset);
        _pieces.Add((at + field.Offset, descriptor, text.Place));
        if (text.Text.Length == 0)
        {
            return 0;
        }

        _pieces.Add((offset, text.Text, text.Place));
        return offset + text.Text.Length + 1;
    }

    private void Write(Span<byte> table, int offset, byte[] bytes, Place place)
    {
        if (offset + bytes.Length > table.Length)
        {
            throw Failure(spec, place, $"found {bytes.Length} bytes for 0x{offset:x3}, but the table has {table.Length}; raise 'size' or move them");
        }

        bytes.CopyTo(table[offset..]);
    }

    private byte[] Corrupt(byte[] bytes)
    {
        if (spec.Checksum.Kind != ChecksumKind.Auto)
        {
            FixChecksum(bytes);
        }

        if (spec.Checksum.Kind == ChecksumKind.Value && bytes.Length > IbftOffsets.Header.Checksum)
        {
            bytes[IbftOffsets.Header.Checksum] = spec.Checksum.Value;
        }

        var isChecksumGiven = false;
        foreach (var edit in spec.Corruptions)
        {
            isChecksumGiven |= Corrupt(ref bytes, edit).Contains(IbftOffsets.Header.Checksum);
        }

        if (spec.Checksum.Kind == ChecksumKind.Auto && !isChecksumGiven)
        {
            FixChecksum(bytes);
        }

        return bytes;
    }

    // The bytes that the change was about.
    private ByteRange Corrupt(ref byte[] bytes, TableEdit edit)
    {
        switch (edit)
        {
            case ResizeEdit resize:
                Array.Resize(ref bytes, resize.Size);
                return default;
            case BytesEdit over:
                Write(bytes, over.Offset, over.Bytes, over.Place);
                return new ByteRange(over.Offset, over.Bytes.Length);
            default:
                return Corrupt(bytes, (FieldEdit)edit);
        }
    }

    private ByteRange Corrupt(byte[] bytes, FieldEdit edit)
    {
        if (!IbftView.TryOpen(bytes, out var view) || !edit.Field.TryLocate(view, out var range))
        {
            throw Failure(spec, edit.Place, $"found the field {edit.Field}, but the table has none by now; name a field that is there, or give an 'offset'");
        }

        if (edit.Bytes is { } over)
        {
            Write(bytes, range.Offset, over, edit.Place);
            return range with { Length = over.Length };
        }

        return FieldText.TrySet(bytes, edit.Field, edit.Value!, out var error) ? range : throw Failure(spec, edit.Place, error);
    }

    private static void FixChecksum(byte[] bytes)
    {
        if (IbftView.TryOpen(bytes, out var view))
        {
            IbftChecksum.Fix(bytes.AsSpan(0, view.Bytes.Length));
        }
    }
}
