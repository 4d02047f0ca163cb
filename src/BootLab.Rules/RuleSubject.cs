using System.Runtime.InteropServices;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;
using BootLab.Machine;
using BootLab.Rules.Tables;

namespace BootLab.Rules;

/// <summary>
/// What a rule looks at: the bytes, the table in them, its structures, and what is known besides. Nothing here allocates, except for names and paths.
/// Structures that control's fields name are here when they start behind control and their header is inside the table; each once, in the order of control's fields.
/// </summary>
public readonly ref struct RuleSubject
{
    private readonly TableIndex _index;

    private RuleSubject(ReadOnlySpan<byte> given, IbftView table, TableIndex index, RuleContext context)
    {
        Given = given;
        Table = table;
        _index = index;
        Context = context;
    }

    /// <summary>Opens a table; the index is filled anew. False when the bytes are too few for a header and a control structure: then only <see cref="Given"/> and <see cref="Context"/> are of use.</summary>
    internal static bool TryOpen(ReadOnlySpan<byte> bytes, RuleContext context, TableIndex index, out RuleSubject subject)
    {
        var isTable = IbftView.TryOpen(bytes, out var view);
        if (isTable)
        {
            index.Build(view);
        }

        subject = new RuleSubject(bytes, view, index, context);
        return isTable;
    }

    /// <summary>All bytes that were handed in; there may be more or fewer than the table's header says.</summary>
    public ReadOnlySpan<byte> Given { get; }

    /// <summary>The table.</summary>
    public IbftView Table { get; }

    /// <summary>What is known besides the table.</summary>
    public RuleContext Context { get; }

    /// <summary>The sum of the table's bytes modulo 256.</summary>
    public byte Sum => _index.Sum;

    /// <summary>All structures but control, of each kind the first 256.</summary>
    public ReadOnlySpan<StructureEntry> Structures => CollectionsMarshal.AsSpan(_index.Structures);

    /// <summary>How many structures are not among <see cref="Structures"/> because there are too many of their kind.</summary>
    public int Surplus => _index.Surplus;

    /// <summary>The NICs.</summary>
    public NicSequence Nics => new(Table, _index.Nics);

    /// <summary>The targets.</summary>
    public TargetSequence Targets => new(Table, _index.Targets);

    /// <summary>The initiators: one, unless the table is broken.</summary>
    public ReadOnlySpan<StructureEntry> Initiators => CollectionsMarshal.AsSpan(_index.Initiators);

    /// <summary>Every string field of every structure, absent strings too.</summary>
    public ReadOnlySpan<StringEntry> Strings => CollectionsMarshal.AsSpan(_index.Strings);

    /// <summary>How many structures and strings take bytes of the table.</summary>
    public int ExtentCount => _index.ExtentCount;

    /// <summary>The bytes of one of them; by their first byte.</summary>
    public Extent ExtentAt(int number) => _index.ExtentAt(number);

    /// <summary>The header of a structure.</summary>
    public StructureView Header(StructureEntry entry)
    {
        Table.TryGetStructure(entry.Offset, out var structure);
        return structure;
    }

    /// <summary>An address of a structure.</summary>
    public IbftAddress Address(StructureEntry entry, IbftField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return IbftAddress.Read(Table.Bytes[(entry.Offset + field.Offset)..]);
    }

    /// <summary>The first initiator. False when there is none.</summary>
    public bool TryGetInitiator(out InitiatorView initiator)
    {
        initiator = default;
        return Initiators.Length > 0 && Table.TryGetInitiator(Initiators[0].Offset, out initiator);
    }

    /// <summary>The target that is booted from: the first valid one with the boot flag, else the first valid one. False when there is none.</summary>
    public bool TryGetBootTarget(out TargetItem target)
    {
        target = default;
        var found = false;
        foreach (var candidate in Targets)
        {
            if (candidate.IsValid && (candidate.IsBootSelected || !found))
            {
                target = candidate;
                found = true;
                if (candidate.IsBootSelected)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The first valid NIC with this index byte. False when there is none.</summary>
    public bool TryGetNicByIndex(byte index, out NicItem nic)
    {
        foreach (var candidate in Nics)
        {
            if (candidate.IsValid && candidate.Index == index)
            {
                nic = candidate;
                return true;
            }
        }

        nic = default;
        return false;
    }

    /// <summary>The machine's NIC that a structure speaks of, by MAC address; null when there is none or the machine is not known.</summary>
    public NicSpec? InMachine(NicItem nic)
    {
        if (Context.Machine is not { } machine)
        {
            return null;
        }

        foreach (var spec in machine.Nics)
        {
            if (nic.Fields.MacAddress.SequenceEqual(spec.Mac.GetAddressBytes()))
            {
                return spec;
            }
        }

        return null;
    }

    /// <summary>A NIC as messages call it: the machine's name for it where it has one, else its PCI address.</summary>
    public string Name(NicItem nic) => InMachine(nic) is { } spec && spec.Pci.Bdf == nic.Fields.PciBdf ? RuleContext.Name(spec) : PciText.Format(nic.Fields.PciBdf);
}
