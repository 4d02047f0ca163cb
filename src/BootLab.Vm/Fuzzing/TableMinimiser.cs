using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Generation;
using BootLab.Ibft.Views;

namespace BootLab.Vm.Fuzzing;

/// <summary>
/// Brings a table nearer to a plain one as long as it keeps a property: delta debugging, first field by field towards the valid table that it was made from, then towards one whose fields are zero, then byte by byte.
/// </summary>
/// <param name="table">A table with the property.</param>
/// <param name="valid">The valid table that it was made from.</param>
internal sealed class TableMinimiser(byte[] table, byte[] valid)
{
    private const int MostQuestions = 400;

    private readonly bool _isSummed = IbftChecksum.Sum(table) == 0;
    private readonly int _size = table.Length;
    private byte[] _smallest = table;
    private int _questions;

    /// <summary>Asks whether candidates have the property; the last one that had it is the smallest.</summary>
    public async Task<byte[]> RunAsync(Func<byte[], Task<bool>> hasProperty)
    {
        byte[] near = [.. valid[..Math.Min(valid.Length, _size)], .. new byte[Math.Max(0, _size - valid.Length)]];
        var fields = Fields(near);
        var plain = Plain(near);
        await TowardsAsync(near, fields, hasProperty);
        await TowardsAsync(plain, fields, hasProperty);
        await TowardsAsync(plain, [.. Enumerable.Range(0, _size).Select(offset => new ByteRange(offset, 1))], hasProperty);
        return _smallest;
    }

    private async Task TowardsAsync(byte[] target, IReadOnlyList<ByteRange> ranges, Func<byte[], Task<bool>> hasProperty)
    {
        var rest = ranges.Where(range => Differs(range, target)).ToList();
        for (var size = rest.Count; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var first = 0; first < rest.Count;)
            {
                var some = rest.Skip(first).Take(size).ToList();
                var candidate = With(target, some);
                if (_questions++ >= MostQuestions)
                {
                    return;
                }

                if (await hasProperty(candidate))
                {
                    _smallest = candidate;
                    rest.RemoveRange(first, some.Count);
                }
                else
                {
                    first += size;
                }
            }
        }
    }

    private bool Differs(ByteRange range, byte[] target) =>
        range.Contains(IbftOffsets.Header.Checksum) ? !_isSummed : !_smallest.AsSpan(range.Offset, range.Length).SequenceEqual(target.AsSpan(range.Offset, range.Length));

    private byte[] With(byte[] target, IEnumerable<ByteRange> ranges)
    {
        byte[] bytes = [.. _smallest];
        foreach (var range in ranges)
        {
            target.AsSpan(range.Offset, range.Length).CopyTo(bytes.AsSpan(range.Offset));
        }

        if (_isSummed)
        {
            TableGenerator.FixChecksum(bytes);
        }

        return bytes;
    }

    /// <summary>Every field, then what lies between and behind the structures, byte by byte.</summary>
    private static List<ByteRange> Fields(byte[] table)
    {
        var fields = new List<ByteRange>();
        Add(TableArea.Header, 0);
        if (IbftView.TryOpen(table, out var view))
        {
            Add(TableArea.Control, IbftOffsets.Control.Position);
            for (var slot = IbftOffsets.Control.FixedSlots; slot < view.Control.SlotCount; slot++)
            {
                AddRange(IbftOffsets.Control.Position + IbftOffsets.Control.Extensions + (2 * slot), 2);
            }

            foreach (var structure in view.Structures)
            {
                Add(structure.Area, structure.Offset);
            }
        }

        var covered = new bool[table.Length];
        foreach (var field in fields)
        {
            covered.AsSpan(field.Offset, field.Length).Fill(true);
        }

        fields.AddRange(Enumerable.Range(0, table.Length).Where(offset => !covered[offset]).Select(offset => new ByteRange(offset, 1)));
        return fields;

        void Add(TableArea area, int offset)
        {
            foreach (var field in IbftFields.Of(area))
            {
                AddRange(offset + field.Offset, field.Size);
            }
        }

        void AddRange(int offset, int size)
        {
            if (offset <= table.Length - size)
            {
                fields.Add(new ByteRange(offset, size));
            }
        }
    }

    /// <summary>The structures and their headers with nothing in them, and no strings.</summary>
    private static byte[] Plain(byte[] table)
    {
        var plain = new byte[table.Length];
        Keep(0, IbftOffsets.Header.OemId);
        if (IbftView.TryOpen(table, out var view))
        {
            Keep(IbftOffsets.Control.Position, IbftOffsets.Control.Extensions + (2 * view.Control.SlotCount));
            foreach (var structure in view.Structures)
            {
                Keep(structure.Offset, IbftOffsets.StructureHeader.Size);
            }
        }

        return plain;

        void Keep(int offset, int size) => table.AsSpan(offset, Math.Min(size, table.Length - offset)).CopyTo(plain.AsSpan(offset));
    }
}
