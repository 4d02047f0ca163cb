using System.Buffers.Binary;
using System.Collections.Immutable;
using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Layouts;

namespace BootLab.Labs.Tables;

/// <summary>Where the parts of a described table go: as the layout has it, and where the description says otherwise.</summary>
internal sealed class TablePlan
{
    private readonly TableSpec _spec;
    private readonly byte[] _placed;
    private readonly IbftTable? _table;

    public TablePlan(TableSpec spec)
    {
        _spec = spec;
        if (spec.Layout.IsExplicit)
        {
            _placed = [];
            Slots = ExplicitSlots();
            Size = IbftOffsets.Control.Position + IbftOffsets.Control.Extensions + (2 * Slots.Length);
        }
        else
        {
            _table = Place();
            _placed = IbftWriter.Write(_table);
            var moves = Structures(spec).Where(structure => structure.At is not null).Select(structure => (PlacedAt(structure), (ushort)structure.At!)).ToLookup(move => move.Item1, move => move.Item2);
            Slots = [.. _table.Control.Slots.Select(slot => moves.Contains(slot.Offset) ? moves[slot.Offset].First() : slot.Offset)];
            Size = _table.Size;
        }
    }

    /// <summary>Control's offset fields, its expansion included.</summary>
    public ushort[] Slots { get; }

    /// <summary>Bytes that the layout takes; what was moved can lie behind it.</summary>
    public int Size { get; }

    /// <summary>Initiator, NICs, targets.</summary>
    public static IEnumerable<StructureSpec> Structures(TableSpec spec) =>
        (spec.Initiator is { } initiator ? [initiator] : Array.Empty<StructureSpec>()).Concat(spec.Nics).Concat(spec.Targets);

    /// <summary>The index byte that the layout gives.</summary>
    public byte IndexOf(StructureSpec structure) =>
        _spec.Layout.Profile.Layout.Index == IndexPolicy.Dense && structure.Area is TableArea.Nic or TableArea.Target ? (byte)Math.Min(NumberOf(structure), byte.MaxValue) : (byte)0;

    /// <summary>Which of its kind it is.</summary>
    public int NumberOf(StructureSpec structure) => structure.Area switch
    {
        TableArea.Nic => IndexOf(_spec.Nics, structure),
        TableArea.Target => IndexOf(_spec.Targets, structure),
        _ => 0,
    };

    /// <summary>Where a structure starts.</summary>
    public int At(StructureSpec structure) => structure.At
        ?? (_spec.Layout.IsExplicit ? throw TableBuilder.Failure(_spec, structure.Place, "found a structure without 'at', expected its offset; with 'layout: explicit' nothing is placed") : PlacedAt(structure));

    /// <summary>Where the text of a string goes that the layout places.</summary>
    public ushort TextAt(StructureSpec structure, IbftField field, StringValue text) => _spec.Layout.IsExplicit
        ? throw TableBuilder.Failure(_spec, text.Place, $"found {field.Name} without 'offset', expected where its text goes; with 'layout: explicit' nothing is placed")
        : BinaryPrimitives.ReadUInt16LittleEndian(_placed.AsSpan(PlacedAt(structure) + field.Offset + 2));

    // By reference: two NICs of which nothing is said are equal.
    private static int IndexOf(ImmutableList<StructureSpec> list, StructureSpec structure)
    {
        var i = 0;
        while (!ReferenceEquals(list[i], structure))
        {
            i++;
        }

        return i;
    }

    private int PlacedAt(StructureSpec structure) => structure.Area switch
    {
        TableArea.Nic => _table!.Nics[NumberOf(structure)].Offset,
        TableArea.Target => _table!.Targets[NumberOf(structure)].Offset,
        _ => _table!.Initiators[0].Offset,
    };

    private ushort[] ExplicitSlots()
    {
        var pairs = Math.Max(2, Math.Max(_spec.Pairs, Math.Max(_spec.Nics.Count, _spec.Targets.Count)));
        var slots = new List<ushort> { 0, (ushort)(_spec.Initiator is { } initiator ? At(initiator) : 0) };
        for (var i = 0; i < pairs; i++)
        {
            slots.Add((ushort)(i < _spec.Nics.Count ? At(_spec.Nics[i]) : 0));
            slots.Add((ushort)(i < _spec.Targets.Count ? At(_spec.Targets[i]) : 0));
        }

        return [.. slots];
    }

    // Only the strings decide where things go; the other fields are written by the builder.
    private IbftTable Place()
    {
        var content = new IbftContent
        {
            ControlPairs = _spec.Pairs,
            Initiator = _spec.Initiator is { } initiator ? new InitiatorContent { Name = Placed(initiator, "name") } : null,
            Nics = [.. _spec.Nics.Select(nic => new NicContent { MacAddress = s_noMac, HostName = Placed(nic, "host_name") })],
            Targets = [.. _spec.Targets.Select(target => new TargetContent
            {
                Name = Placed(target, "name"),
                ChapName = Placed(target, "chap_name"),
                ChapSecret = Placed(target, "chap_secret"),
                ReverseChapName = Placed(target, "reverse_chap_name"),
                ReverseChapSecret = Placed(target, "reverse_chap_secret"),
            })],
        };
        try
        {
            return _spec.Layout.Profile.Layout.Place(content);
        }
        catch (LayoutException impossible)
        {
            throw TableBuilder.Failure(_spec, _spec.LayoutPlace, impossible.Message);
        }
    }

    private static readonly System.Net.NetworkInformation.PhysicalAddress s_noMac = new(new byte[IbftOffsets.Nic.MacAddressSize]);

    private static ByteString? Placed(StructureSpec structure, string field) =>
        structure.Values.GetValueOrDefault(field) is StringValue { IsPlaced: true } text ? new ByteString(text.Text) : default(ByteString?);
}
