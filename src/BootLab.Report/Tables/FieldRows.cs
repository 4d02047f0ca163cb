using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Report.Tables;

/// <summary>Explains every byte of a table: each belongs to a row, in the order of the bytes.</summary>
public sealed class FieldRows
{
    private readonly List<FieldRow> _rows = [];
    private readonly Dictionary<(int Offset, int Length), List<string>> _strings = [];
    private readonly byte[] _bytes;
    private readonly Secrets _secrets;

    private FieldRows(byte[] bytes, Secrets secrets)
    {
        _bytes = bytes;
        _secrets = secrets;
    }

    /// <summary>The rows of a table that was read from these bytes.</summary>
    public static IReadOnlyList<FieldRow> Of(ReadOnlySpan<byte> bytes, IbftTable table, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = new FieldRows(bytes[..Math.Min(table.Size, bytes.Length)].ToArray(), secrets);
        rows.AddFields();
        rows.AddStrings();
        return rows.WithGaps();
    }

    private void AddFields()
    {
        if (!IbftView.TryOpen(_bytes, out var view))
        {
            return;
        }

        AddFields(new FieldPath(TableArea.Header, 0, null), 0);
        AddFields(new FieldPath(TableArea.Control, 0, null), IbftOffsets.Control.Position);
        foreach (var slot in view.Control)
        {
            if (slot.Number >= IbftOffsets.Control.FixedSlots)
            {
                Add(new FieldPath(TableArea.Control, slot.Number - IbftOffsets.Control.FixedSlots, IbftFields.Expansion), slot.FieldOffset);
            }
        }

        var numbers = new int[Enum.GetValues<TableArea>().Length];
        foreach (var structure in view.Structures)
        {
            var area = structure.Area;
            AddFields(new FieldPath(area, numbers[(int)area]++, null), structure.Offset);
        }
    }

    private void AddFields(FieldPath structure, int at)
    {
        foreach (var field in IbftFields.Of(structure.Area))
        {
            var path = structure with { Field = field };
            Add(path, at + field.Offset);
            if (field.Kind == FieldKind.String)
            {
                AddString(path, at + field.Offset);
            }
        }
    }

    private void Add(FieldPath path, int offset)
    {
        var structure = (path.Field == IbftFields.Expansion ? path with { Number = 0, Field = null } : path with { Field = null }).ToString();
        var (meaning, doubtful) = FieldMeaning.Of(_bytes, path, offset, _secrets);
        Add(structure, path.ToString()[(structure.Length + 1)..], offset, path.Field!.Size, meaning, doubtful, path);
    }

    private void AddString(FieldPath path, int offset)
    {
        var text = IbftString.Read(_bytes, offset);
        if (text.IsAbsent || text.Offset >= _bytes.Length)
        {
            return;
        }

        var key = (text.Offset, text.Length);
        if (!_strings.TryGetValue(key, out var owners))
        {
            _strings[key] = owners = [];
        }

        owners.Add(path.ToString());
    }

    private void AddStrings()
    {
        foreach (var ((offset, length), owners) in _strings)
        {
            var end = Math.Min(offset + length, _bytes.Length);
            var terminated = end < _bytes.Length && _bytes[end] == 0;
            var shown = _secrets.Show(new IbftString((ushort)offset, (ushort)length, new ByteString(_bytes.AsMemory(offset, end - offset))));
            Add("strings", string.Join("\n", owners), offset, end - offset + (terminated ? 1 : 0), terminated ? shown : $"{shown}, no NUL after it", !terminated);
        }
    }

    private void Add(string structure, string field, int offset, int length, string meaning, bool doubtful, FieldPath? path = null)
    {
        length = Math.Min(length, _bytes.Length - offset);
        if (length > 0)
        {
            _rows.Add(new FieldRow(offset, length, structure, field, meaning, doubtful) { Path = path });
        }
    }

    private List<FieldRow> WithGaps()
    {
        var all = new List<FieldRow>();
        var next = 0;
        foreach (var row in _rows.OrderBy(row => row.Offset))
        {
            AddGap(all, next, row.Offset);
            all.Add(row);
            next = Math.Max(next, row.Offset + row.Length);
        }

        AddGap(all, next, _bytes.Length);
        return all;
    }

    private void AddGap(List<FieldRow> all, int start, int end)
    {
        if (start < end)
        {
            var length = end - start;
            all.Add(IsZero(start, length)
                ? new FieldRow(start, length, "unused", "padding", $"{length} zero byte{(length == 1 ? "" : "s")}")
                : new FieldRow(start, length, "unused", "slack", "belongs to no field"));
        }
    }

    private bool IsZero(int offset, int length) => !_bytes.AsSpan(offset, length).ContainsAnyExcept((byte)0);
}
