using System.Runtime.InteropServices;

namespace BootLab.Ibft.Views;

/// <summary>
/// The structures of a table but control, in the order of the control structure's fields, each once. A field that points before the end of control, or so near the table's end that no
/// structure header fits, is passed over. Allocates nothing.
/// </summary>
public ref struct StructureSequence
{
    private readonly IbftView _view;
    private readonly int _count;
    private int _slot;
    private StructureView _current;

    internal StructureSequence(IbftView view)
    {
        _view = view;
        _count = view.Control.SlotCount;
        _slot = -1;
    }

    /// <summary>The structure that was reached.</summary>
    public readonly StructureView Current => _current;

    /// <summary>The field of control that points to it; the first one when several do.</summary>
    public readonly ControlSlot Slot => _view.Control.Slot(_slot);

    /// <summary>From the first structure on.</summary>
    public readonly StructureSequence GetEnumerator() => new(_view);

    /// <summary>Goes to the next structure.</summary>
    public bool MoveNext()
    {
        while (++_slot < _count)
        {
            var offset = Slot.Offset;
            if (offset >= _view.Control.End && !IsRepeated() && _view.TryGetStructure(offset, out _current))
            {
                return true;
            }
        }

        return false;
    }

    // Compared as they stand in memory: a search of the runtime's own is fast however many fields a hostile control structure has.
    private readonly bool IsRepeated()
    {
        var fields = MemoryMarshal.Cast<byte, ushort>(_view.Bytes.Slice(IbftOffsets.Control.Position + IbftOffsets.Control.Extensions, 2 * (_slot + 1)));
        return fields[..^1].Contains(fields[^1]);
    }
}
