using System.Runtime.InteropServices;
using BootLab.Ibft;
using BootLab.Ibft.Views;

namespace BootLab.Rules.Tables;

/// <summary>The targets of a table in the order of control's fields.</summary>
public readonly ref struct TargetSequence
{
    private readonly IbftView _table;
    private readonly ReadOnlySpan<StructureEntry> _entries;

    internal TargetSequence(IbftView table, List<StructureEntry> entries)
    {
        _table = table;
        _entries = CollectionsMarshal.AsSpan(entries);
    }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length;

    /// <summary>The target with this number.</summary>
    public TargetItem this[int number] => new(_table, _entries[number]);

    /// <summary>From the first on.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the targets.</summary>
    public ref struct Enumerator
    {
        private readonly TargetSequence _targets;
        private int _number;

        internal Enumerator(TargetSequence targets)
        {
            _targets = targets;
            _number = -1;
        }

        /// <summary>The target that was reached.</summary>
        public readonly TargetItem Current => _targets[_number];

        /// <summary>Goes to the next one.</summary>
        public bool MoveNext() => ++_number < _targets.Count;
    }
}

/// <summary>One target of a table.</summary>
public readonly ref struct TargetItem
{
    internal TargetItem(IbftView table, StructureEntry entry)
    {
        Entry = entry;
        table.TryGetTarget(entry.Offset, out var fields);
        Fields = fields;
    }

    /// <summary>Its place among the structures.</summary>
    public StructureEntry Entry { get; }

    /// <summary>What its bytes say.</summary>
    public TargetView Fields { get; }

    /// <summary>Its place in the order of control's fields, from 0.</summary>
    public int Number => Entry.Number;

    /// <summary>Where it starts.</summary>
    public int Offset => Entry.Offset;

    /// <summary>The index byte.</summary>
    public byte Index => Fields.Structure.Index;

    /// <summary>The VALID flag.</summary>
    public bool IsValid => (Fields.Structure.Flags & IbftFlags.Valid) != 0;

    /// <summary>The BOOT_SELECTED flag.</summary>
    public bool IsBootSelected => (Fields.Structure.Flags & IbftFlags.BootSelected) != 0;

    /// <summary>The path of a field: <c>target[1].index</c>.</summary>
    public string PathOf(string field) => Entry.PathOf(field);
}
