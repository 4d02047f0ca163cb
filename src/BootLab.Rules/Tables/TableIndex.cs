using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Rules.Tables;

/// <summary>
/// What many rules ask of one table, found out once: its structures, its strings, which bytes they take. Its buffers are used again for the next table, so that a table costs no allocation
/// once the buffers are large enough. Of each kind of structure only the first <see cref="MaximumPerKind"/> are listed: more have no index of their own, and hostile tables stay cheap.
/// </summary>
internal sealed class TableIndex
{
    /// <summary>How many different values the index byte of a structure has.</summary>
    public const int MaximumPerKind = 256;

    private readonly List<StructureEntry> _structures = [];
    private readonly List<StructureEntry> _nics = [];
    private readonly List<StructureEntry> _targets = [];
    private readonly List<StructureEntry> _initiators = [];
    private readonly List<StringEntry> _strings = [];
    private readonly List<long> _extents = [];
    private readonly ulong[] _seen = new ulong[(ushort.MaxValue + 1) / 64];

    public List<StructureEntry> Structures => _structures;

    public List<StructureEntry> Nics => _nics;

    public List<StructureEntry> Targets => _targets;

    public List<StructureEntry> Initiators => _initiators;

    public List<StringEntry> Strings => _strings;

    /// <summary>The sum of all bytes modulo 256.</summary>
    public byte Sum { get; private set; }

    /// <summary>How many structures were passed over because there are too many of their kind.</summary>
    public int Surplus { get; private set; }

    /// <summary>Structures and strings by their first byte; the control structure and absent strings are not among them.</summary>
    public int ExtentCount => _extents.Count;

    public Extent ExtentAt(int number) => Unpack(_extents[number]);

    public void Build(IbftView table)
    {
        _structures.Clear();
        _nics.Clear();
        _targets.Clear();
        _initiators.Clear();
        _strings.Clear();
        _extents.Clear();
        Surplus = 0;
        Sum = IbftChecksum.Sum(table.Bytes);
        var others = 0;
        var end = table.Control.End;
        foreach (var slot in table.Control)
        {
            if (slot.Offset < end || !table.TryGetStructure(slot.Offset, out var structure) || !See(slot.Offset))
            {
                continue;
            }

            var area = structure.Area;
            var number = area switch
            {
                TableArea.Nic => _nics.Count,
                TableArea.Target => _targets.Count,
                TableArea.Initiator => _initiators.Count,
                _ => others,
            };
            if (number == MaximumPerKind)
            {
                Surplus++;
                continue;
            }

            var entry = new StructureEntry(area, number, slot.Number, slot.Offset);
            _structures.Add(entry);
            switch (area)
            {
                case TableArea.Nic:
                    _nics.Add(entry);
                    break;
                case TableArea.Target:
                    _targets.Add(entry);
                    break;
                case TableArea.Initiator:
                    _initiators.Add(entry);
                    break;
                default:
                    others++;
                    break;
            }

            AddExtents(table, entry, structure);
        }

        foreach (var slot in table.Control)
        {
            _seen[slot.Offset / 64] = 0;
        }

        _extents.Sort();
    }

    private bool See(int offset)
    {
        ref var word = ref _seen[offset / 64];
        var bit = 1UL << (offset % 64);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    private void AddExtents(IbftView table, StructureEntry entry, StructureView structure)
    {
        var size = IbftOffsets.SizeOf(structure.Id);
        var extent = size != 0 ? size : Math.Max((int)structure.Length, IbftOffsets.StructureHeader.Size);
        _extents.Add(Pack(new Extent(entry.Offset, Math.Min(entry.Offset + extent, table.Bytes.Length), IsString: false)));
        if (entry.Area == TableArea.Other)
        {
            return;
        }

        foreach (var field in FieldSets.Strings(entry.Area))
        {
            var text = structure.Rest[field.Offset..];
            var value = new StringField(entry.Offset + field.Offset, BitConverter.ToUInt16(text), BitConverter.ToUInt16(text[2..]));
            _strings.Add(new StringEntry(entry, field, value));
            if (value.Length > 0 && value.Offset >= table.Control.End && value.End <= table.Bytes.Length)
            {
                _extents.Add(Pack(new Extent(value.Offset, value.End, IsString: true)));
            }
        }
    }

    // A number that sorts as the extent does.
    private static long Pack(Extent extent) => ((long)extent.Start << 32) | ((long)extent.End << 1) | (extent.IsString ? 1L : 0);

    private static Extent Unpack(long packed) => new((int)(packed >> 32), (int)((packed >> 1) & 0x1ffff), (packed & 1) != 0);
}
