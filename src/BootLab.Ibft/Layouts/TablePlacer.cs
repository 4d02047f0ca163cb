using System.Collections.Immutable;

namespace BootLab.Ibft.Layouts;

/// <summary>Carries a layout out for one content.</summary>
internal sealed class TablePlacer
{
    private readonly TableLayout _layout;
    private readonly IbftContent _content;
    private readonly int[] _nicOffsets;
    private readonly int[] _targetOffsets;
    private readonly int _initiatorOffset;
    private readonly int _structuresEnd;

    // The next free byte of a heap that grows upwards, the last taken one of a heap that grows downwards.
    private int _heap;

    public TablePlacer(TableLayout layout, IbftContent content)
    {
        (_layout, _content) = (layout, content);
        CheckCount("NICs", content.Nics.Count);
        CheckCount("targets", content.Targets.Count);

        _initiatorOffset = Align(IbftOffsets.Control.Position + ControlLength);
        var start = _initiatorOffset + (content.Initiator is null ? 0 : Slot(IbftOffsets.Initiator.Size));
        (_nicOffsets, _targetOffsets, _structuresEnd) = layout.StructureOrder == StructureOrder.Interleaved ? Interleave(start) : NicsThenTargets(start);
        _heap = layout.HeapPlace == HeapPlace.DownFromEnd ? layout.MaximumLength : Align(_structuresEnd, layout.HeapAlignment);
    }

    private int Pairs => Math.Max(Math.Max(_content.Nics.Count, _content.Targets.Count), _content.ControlPairs);

    private int FurtherNics => Math.Max(0, _content.Nics.Count - 2);

    private int FurtherTargets => Math.Max(0, _content.Targets.Count - 2);

    private int ControlLength => IbftOffsets.Control.Size + (_layout.ExpansionOrder == ExpansionOrder.Pairs
        ? 4 * Math.Max(0, Pairs - 2)
        : 2 * (FurtherNics + FurtherTargets));

    public IbftTable Place()
    {
        // The order of these three is the order of the strings; a NIC's only string is its host name.
        ImmutableArray<IbftNic> nics = [];
        if (_layout.HeapOrder == HeapOrder.HostNamesFirst)
        {
            nics = PlaceNics();
        }

        ImmutableArray<IbftInitiator> initiators = _content.Initiator is { } initiator ? [PlaceInitiator(initiator)] : [];
        if (_layout.HeapOrder == HeapOrder.InitiatorFirst)
        {
            nics = PlaceNics();
        }

        ImmutableArray<IbftTarget> targets = [.. _content.Targets.Select(PlaceTarget)];
        var size = CheckedSize();
        var table = new IbftTable
        {
            Size = size,
            Header = new IbftHeader { Length = (uint)size, OemId = _content.OemId, OemTableId = _content.OemTableId },
            Control = PlaceControl(),
            Initiators = initiators,
            Nics = nics,
            Targets = targets,
        };
        return table with { Header = table.Header with { Checksum = IbftChecksum.Expected(IbftWriter.Write(table)) } };
    }

    private void CheckCount(string what, int count)
    {
        if (count > _layout.MaximumPairs)
        {
            throw new LayoutException($"{count} {what}, but {_layout.Name} has room for {_layout.MaximumPairs}; describe fewer", count, _layout.MaximumPairs);
        }
    }

    private int CheckedSize()
    {
        if (_layout.HeapPlace == HeapPlace.DownFromEnd)
        {
            var needed = _structuresEnd + _layout.MaximumLength - _heap;
            return needed <= _layout.MaximumLength ? _layout.MaximumLength : throw TooLong(needed);
        }

        return _heap <= _layout.MaximumLength ? _layout.FixedLength ?? _heap : throw TooLong(_heap);
    }

    private LayoutException TooLong(int needed) => new(
        $"the table needs {needed} bytes, but {_layout.Name} has room for {_layout.MaximumLength}; use shorter names or describe fewer NICs and targets", needed, _layout.MaximumLength);

    private (int[] Nics, int[] Targets, int End) NicsThenTargets(int start)
    {
        var room = _layout.ReservedPairs == 0 ? 0 : Math.Max(Pairs, _layout.ReservedPairs);
        var nicRoom = Math.Max(room, _content.Nics.Count);
        var targetRoom = Math.Max(room, _content.Targets.Count);
        var targets = start + (nicRoom * Slot(IbftOffsets.Nic.Size));
        return (
            [.. _content.Nics.Select((_, i) => start + (i * Slot(IbftOffsets.Nic.Size)))],
            [.. _content.Targets.Select((_, i) => targets + (i * Slot(IbftOffsets.Target.Size)))],
            End(targets, targetRoom));

        // The heap follows the last target itself, not its slot; where it is aligned that makes no difference.
        int End(int first, int count) => count == 0 ? first : first + ((count - 1) * Slot(IbftOffsets.Target.Size)) + IbftOffsets.Target.Size;
    }

    private (int[] Nics, int[] Targets, int End) Interleave(int start)
    {
        var (nics, targets) = (new int[_content.Nics.Count], new int[_content.Targets.Count]);
        var next = start;
        for (var i = 0; i < Math.Max(nics.Length, targets.Length); i++)
        {
            if (i < nics.Length)
            {
                nics[i] = next;
                next += Slot(IbftOffsets.Nic.Size);
            }

            if (i < targets.Length)
            {
                targets[i] = next;
                next += Slot(IbftOffsets.Target.Size);
            }
        }

        return (nics, targets, next);
    }

    private IbftControl PlaceControl() => new()
    {
        Offset = IbftOffsets.Control.Position,
        Id = StructureId.Control,
        Length = (ushort)ControlLength,
        Flags = _content.ControlFlags,
        Initiator = (ushort)(_content.Initiator is null ? 0 : _initiatorOffset),
        Nic0 = At(_nicOffsets, 0),
        Target0 = At(_targetOffsets, 0),
        Nic1 = At(_nicOffsets, 1),
        Target1 = At(_targetOffsets, 1),
        Expansion = _layout.ExpansionOrder == ExpansionOrder.Pairs
            ? [.. Enumerable.Range(2, Math.Max(0, Pairs - 2)).SelectMany(i => new[] { At(_nicOffsets, i), At(_targetOffsets, i) })]
            : [.. Further(_nicOffsets), .. Further(_targetOffsets)],
    };

    private static IEnumerable<ushort> Further(int[] offsets) => offsets.Skip(2).Select(offset => (ushort)offset);

    private static ushort At(int[] offsets, int i) => i < offsets.Length ? (ushort)offsets[i] : (ushort)0;

    private IbftInitiator PlaceInitiator(InitiatorContent initiator) => new()
    {
        Offset = _initiatorOffset,
        Id = StructureId.Initiator,
        Length = IbftOffsets.Initiator.Size,
        Flags = initiator.Flags,
        IsnsServer = initiator.IsnsServer,
        SlpServer = initiator.SlpServer,
        PrimaryRadiusServer = initiator.PrimaryRadiusServer,
        SecondaryRadiusServer = initiator.SecondaryRadiusServer,
        Name = PlaceString(initiator.Name),
    };

    private ImmutableArray<IbftNic> PlaceNics() => [.. _content.Nics.Select((nic, i) => new IbftNic
    {
        Offset = _nicOffsets[i],
        Id = StructureId.Nic,
        Length = IbftOffsets.Nic.Size,
        Index = IndexOf(i),
        Flags = nic.Flags,
        IpAddress = nic.IpAddress,
        SubnetMaskPrefix = nic.SubnetMaskPrefix,
        Origin = nic.Origin,
        Gateway = nic.Gateway,
        PrimaryDns = nic.PrimaryDns,
        SecondaryDns = nic.SecondaryDns,
        DhcpServer = nic.DhcpServer,
        Vlan = nic.Vlan,
        MacAddress = nic.MacAddress,
        PciBdf = nic.PciBdf,
        HostName = PlaceString(nic.HostName),
    })];

    private IbftTarget PlaceTarget(TargetContent target, int i) => new()
    {
        Offset = _targetOffsets[i],
        Id = StructureId.Target,
        Length = IbftOffsets.Target.Size,
        Index = IndexOf(i),
        Flags = target.Flags,
        IpAddress = target.IpAddress,
        Port = target.Port,
        BootLun = target.BootLun,
        ChapType = target.ChapType,
        NicAssociation = target.NicAssociation,
        Name = PlaceString(target.Name),
        ChapName = PlaceString(target.ChapName),
        ChapSecret = PlaceString(target.ChapSecret),
        ReverseChapName = PlaceString(target.ReverseChapName),
        ReverseChapSecret = PlaceString(target.ReverseChapSecret),
    };

    private IbftString PlaceString(ByteString? text)
    {
        if (text is not { } value)
        {
            return default;
        }

        var size = value.Length + 1;
        var start = _layout.HeapPlace == HeapPlace.DownFromEnd ? _heap -= size : (_heap += size) - size;

        // A heap that runs out is reported once all strings are counted; until then the offset only has to stay in range.
        return new IbftString((ushort)start, (ushort)value.Length, value);
    }

    private byte IndexOf(int position) => _layout.Index == IndexPolicy.Dense ? (byte)position : (byte)0;

    private int Slot(int size) => Align(size);

    private int Align(int value) => Align(value, _layout.StructureAlignment);

    private static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
