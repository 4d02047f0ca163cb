using System.Runtime.InteropServices;
using BootLab.Ibft;
using BootLab.Ibft.Views;

namespace BootLab.Rules.Tables;

/// <summary>The NICs of a table in the order of control's fields.</summary>
public readonly ref struct NicSequence
{
    private readonly IbftView _table;
    private readonly ReadOnlySpan<StructureEntry> _entries;

    internal NicSequence(IbftView table, List<StructureEntry> entries)
    {
        _table = table;
        _entries = CollectionsMarshal.AsSpan(entries);
    }

    /// <summary>How many there are.</summary>
    public int Count => _entries.Length;

    /// <summary>The NIC with this number.</summary>
    public NicItem this[int number] => new(_table, _entries[number]);

    /// <summary>From the first on.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks the NICs.</summary>
    public ref struct Enumerator
    {
        private readonly NicSequence _nics;
        private int _number;

        internal Enumerator(NicSequence nics)
        {
            _nics = nics;
            _number = -1;
        }

        /// <summary>The NIC that was reached.</summary>
        public readonly NicItem Current => _nics[_number];

        /// <summary>Goes to the next one.</summary>
        public bool MoveNext() => ++_number < _nics.Count;
    }
}

/// <summary>One NIC of a table.</summary>
public readonly ref struct NicItem
{
    internal NicItem(IbftView table, StructureEntry entry)
    {
        Entry = entry;
        table.TryGetNic(entry.Offset, out var fields);
        Fields = fields;
    }

    /// <summary>Its place among the structures.</summary>
    public StructureEntry Entry { get; }

    /// <summary>What its bytes say.</summary>
    public NicView Fields { get; }

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

    /// <summary>The path of a field: <c>nic[1].index</c>.</summary>
    public string PathOf(string field) => Entry.PathOf(field);
}
