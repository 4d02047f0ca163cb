using System.Buffers.Binary;
using System.Collections.Immutable;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Layouts;
using BootLab.Ibft.Views;
using BootLab.Labs.Files;

namespace BootLab.Labs.Tables;

/// <summary>Finds the description of given bytes: the layout under which the least is left to say, what its structures hold, and as bare bytes whatever no structure explains.</summary>
internal sealed class TableDescriber
{
    // Bounds for hostile tables, whose structures and strings can overlap without end. What they leave out comes as bytes.
    private const int MostStructures = 256;
    private const int MostExpansion = 512;
    private const int MostMovedStrings = 16;
    private const int MostRuns = 400;
    private const int BytesPerRun = 128;

    // Neighbouring differences closer than this become one.
    private const int SmallestGap = 4;

    private readonly byte[] _bytes;
    private readonly LayoutChoice _layout;
    private readonly List<(TableArea Area, int Offset)> _structures;

    private TableDescriber(byte[] bytes, LayoutChoice layout, List<(TableArea Area, int Offset)> structures)
    {
        _bytes = bytes;
        _layout = layout;
        _structures = structures;
    }

    private IbftView View => IbftView.TryOpen(_bytes, out var view) ? view : default;

    public static TableSpec Describe(ReadOnlySpan<byte> table)
    {
        if (table.Length > IbftOffsets.MaximumTableSize || !IbftView.TryOpen(table, out var view))
        {
            throw new ArgumentException($"found {table.Length} bytes, expected a table of {IbftOffsets.MinimumTableSize} to {IbftOffsets.MaximumTableSize}", nameof(table));
        }

        var bytes = table.ToArray();
        var structures = Structures(view);
        return LayoutChoice.Distinct
            .Select(layout => new TableDescriber(bytes, layout, structures).TryDescribe())
            .OfType<TableSpec>()
            .MinBy(spec => TableSpecText.Of(spec).Length)!;
    }

    private static List<(TableArea Area, int Offset)> Structures(IbftView view)
    {
        var all = new List<(TableArea Area, int Offset)>();
        var counts = new int[Enum.GetValues<TableArea>().Length];
        foreach (var structure in view.Structures)
        {
            var most = structure.Area switch { TableArea.Initiator => 1, TableArea.Other => 0, _ => MostStructures };
            if (counts[(int)structure.Area]++ < most)
            {
                all.Add((structure.Area, structure.Offset));
            }
        }

        return all;
    }

    // Null when the layout cannot hold as much.
    private TableSpec? TryDescribe()
    {
        try
        {
            var spec = WithControl(WithPlaces(Content()));
            return WithRest(WithHeader(spec));
        }
        catch (LabFileException)
        {
            return null;
        }
    }

    // All that is said, without any place.
    private TableSpec Content()
    {
        var room = _bytes.Length;
        var spec = new TableSpec("table", _layout);
        foreach (var (area, offset) in _structures)
        {
            var structure = new StructureSpec(area, default);
            foreach (var field in IbftFields.Of(area))
            {
                var value = _bytes.AsSpan(offset + field.Offset, field.Size);
                structure = structure.With(field, field.Kind == FieldKind.String ? Text(offset + field.Offset, ref room) : new PlainValue(default, value.ToArray()));
            }

            spec = Add(spec, structure);
        }

        return WithPairs(spec);
    }

    private static TableSpec Add(TableSpec spec, StructureSpec structure) => structure.Area switch
    {
        TableArea.Initiator => spec with { Initiator = structure },
        TableArea.Nic => spec with { Nics = spec.Nics.Add(structure) },
        _ => spec with { Targets = spec.Targets.Add(structure) },
    };

    // Strings of one table can share their bytes; together they are given no more than the table has.
    private StringValue? Text(int descriptor, ref int room)
    {
        var text = IbftString.Read(_bytes, descriptor);
        if (text.IsAbsent)
        {
            return null;
        }

        var bytes = text.Value.Span;
        var given = bytes.Length <= room ? bytes.ToArray() : [];
        room -= given.Length;
        return new StringValue(default, given) { Length = given.Length == text.Length ? null : text.Length };
    }

    // EDK2 makes room for attempts that it then leaves out.
    private TableSpec WithPairs(TableSpec spec)
    {
        var pairs = 2 + ((View.Control.SlotCount - IbftOffsets.Control.FixedSlots) / 2);
        return !_layout.IsExplicit && _layout.Profile.Layout.ExpansionOrder == ExpansionOrder.Pairs
            && pairs > Math.Max(2, Math.Max(spec.Nics.Count, spec.Targets.Count)) && pairs <= MostStructures
            && View.Control.End == IbftOffsets.Control.Position + IbftOffsets.Control.Extensions + (2 * View.Control.SlotCount)
            ? spec with { Pairs = pairs }
            : spec;
    }

    // Strings and structures that are not where the layout puts them.
    private TableSpec WithPlaces(TableSpec spec)
    {
        if (_layout.IsExplicit)
        {
            return Moved(spec, static (_, _) => true, static (_, _, _) => true);
        }

        for (var moved = 0; moved < MostMovedStrings; moved++)
        {
            // A string that is moved frees its place in the heap, which moves those behind it; so one at a time, in the order of the heap.
            var plan = new TablePlan(spec);
            var done = false;
            spec = Moved(spec, static (_, _) => false, (structure, field, offset) => !done && (done = plan.TextAt(structure, field, structure.Text(field)!) != offset));
            if (!done)
            {
                break;
            }
        }

        var last = new TablePlan(spec);
        spec = Moved(spec, static (_, _) => false, (structure, field, offset) => last.TextAt(structure, field, structure.Text(field)!) != offset);
        var placed = new TablePlan(spec);
        return Moved(spec, (structure, offset) => placed.At(structure) != offset, static (_, _, _) => false);
    }

    // The description with 'at' and 'offset' where they are wanted; the structures are met in the order of the heap.
    private TableSpec Moved(TableSpec spec, Func<StructureSpec, int, bool> isMoved, Func<StructureSpec, IbftField, int, bool> isStringMoved)
    {
        var hostNamesFirst = _layout.Profile.Layout.HeapOrder == HeapOrder.HostNamesFirst;
        var order = _structures.OrderBy(structure => structure.Area == TableArea.Nic && hostNamesFirst ? -1 : (int)structure.Area);
        var numbers = new int[Enum.GetValues<TableArea>().Length];
        foreach (var (area, offset) in order)
        {
            var number = numbers[(int)area]++;
            var structure = area switch { TableArea.Initiator => spec.Initiator!, TableArea.Nic => spec.Nics[number], _ => spec.Targets[number] };
            var changed = structure;
            foreach (var field in IbftFields.Of(area).Where(field => field.Kind == FieldKind.String))
            {
                var textAt = BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset + field.Offset + 2));
                if (structure.Text(field) is { IsPlaced: true } text && isStringMoved(structure, field, textAt))
                {
                    changed = changed.With(field, text with { Offset = textAt });
                }
            }

            if (isMoved(structure, offset))
            {
                changed = changed with { At = offset };
            }

            spec = ReferenceEquals(changed, structure) ? spec : area switch
            {
                TableArea.Initiator => spec with { Initiator = changed },
                TableArea.Nic => spec with { Nics = spec.Nics.SetItem(number, changed) },
                _ => spec with { Targets = spec.Targets.SetItem(number, changed) },
            };
        }

        return spec;
    }

    private TableSpec WithControl(TableSpec spec)
    {
        var plan = new TablePlan(spec);
        var control = View.Control;
        var expansion = new List<ushort>();
        for (var number = IbftOffsets.Control.FixedSlots; number < Math.Min(control.SlotCount, IbftOffsets.Control.FixedSlots + MostExpansion); number++)
        {
            expansion.Add(control.Slot(number).Offset);
        }

        if (!expansion.SequenceEqual(plan.Slots.Skip(IbftOffsets.Control.FixedSlots)))
        {
            spec = spec with { Expansion = [.. expansion] };
        }

        return spec with { Control = Given(IbftFields.Control, IbftOffsets.Control.Position, TableArea.Control) };
    }

    private TableSpec WithHeader(TableSpec spec)
    {
        spec = spec with { Header = Given(IbftFields.Header, 0, TableArea.Header), Size = _bytes.Length };
        return spec with { Checksum = new ChecksumRule(ChecksumKind.Value, _bytes[IbftOffsets.Header.Checksum]) };
    }

    private StructureSpec Given(ImmutableArray<IbftField> fields, int at, TableArea area)
    {
        var structure = new StructureSpec(area, default);
        foreach (var field in fields)
        {
            structure = structure.With(field, new PlainValue(default, _bytes[(at + field.Offset)..(at + field.Offset + field.Size)]));
        }

        return structure;
    }

    // What no structure explains comes as bytes; then all that goes without saying is left out.
    private TableSpec WithRest(TableSpec spec)
    {
        var built = spec.Build();
        var slack = SlackOffsets();
        foreach (var (offset, length) in Differences(built))
        {
            var edit = new BytesEdit(default, offset, _bytes[offset..(offset + length)]);
            var isSlack = Enumerable.Range(offset, length).All(i => slack.Contains(i) || _bytes[i] == built[i]);
            spec = isSlack
                ? spec with { Slack = spec.Slack.Add(edit) }
                : spec with { Corruptions = spec.Corruptions.Add(edit) };
        }

        return TableBrevity.Shorten(spec, _bytes);
    }

    private HashSet<int> SlackOffsets() => IbftReader.ReadLenient(_bytes).Table is { } table
        ? [.. table.Slack.SelectMany(slack => Enumerable.Range(slack.Offset, slack.Bytes.Length)), .. Enumerable.Range(table.Size, _bytes.Length - table.Size)]
        : [];

    private List<(int Offset, int Length)> Differences(byte[] built)
    {
        var runs = new List<(int Offset, int Length)>();
        for (var i = 0; i < _bytes.Length; i++)
        {
            if (_bytes[i] == built[i])
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1] is var (offset, length) && i + 1 - offset <= BytesPerRun && (i < offset + length + SmallestGap || runs.Count >= MostRuns))
            {
                runs[^1] = (offset, i + 1 - offset);
            }
            else
            {
                runs.Add((i, 1));
            }
        }

        return runs;
    }
}
