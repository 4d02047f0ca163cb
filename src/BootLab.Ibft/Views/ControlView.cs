namespace BootLab.Ibft.Views;

/// <summary>The control structure over the bytes of a table.</summary>
public readonly ref struct ControlView
{
    private readonly int _tableSize;

    internal ControlView(StructureView structure, int tableSize)
    {
        Structure = structure;
        _tableSize = tableSize;
    }

    /// <summary>The structure's header.</summary>
    public StructureView Structure { get; }

    /// <summary>
    /// How many offset fields there are, the extensions offset included: the six fixed ones always (a table has room for them whatever the control length says),
    /// and those of the expansion that the control length announces and the table holds.
    /// </summary>
    public int SlotCount
    {
        get
        {
            var end = Math.Min(Structure.Length, _tableSize - Structure.Offset);
            return IbftOffsets.Control.FixedSlots + Math.Max(0, (end - IbftOffsets.Control.Expansion) / 2);
        }
    }

    /// <summary>The first byte behind the control structure, which is at least as long as its fixed fields; it can lie behind the table.</summary>
    public int End => Structure.Offset + Math.Max(IbftOffsets.Control.Size, (int)Structure.Length);

    /// <summary>The offset field with this number, 0 (extensions) to <see cref="SlotCount"/> - 1.</summary>
    public ControlSlot Slot(int number)
    {
        var field = IbftOffsets.Control.Extensions + (2 * number);
        return new ControlSlot(number, Structure.Offset + field, ControlSlot.ExpectedAt(number), Structure.UInt16(field));
    }

    /// <summary>All offset fields in order, unused ones included.</summary>
    public SlotEnumerator GetEnumerator() => new(this);

    /// <summary>Walks the offset fields without allocating.</summary>
    public ref struct SlotEnumerator
    {
        private readonly ControlView _control;
        private readonly int _count;
        private int _number;

        internal SlotEnumerator(ControlView control)
        {
            _control = control;
            _count = control.SlotCount;
            _number = -1;
        }

        /// <summary>The field the enumerator stands on.</summary>
        public readonly ControlSlot Current => _control.Slot(_number);

        /// <summary>Goes to the next field.</summary>
        public bool MoveNext() => ++_number < _count;
    }
}
