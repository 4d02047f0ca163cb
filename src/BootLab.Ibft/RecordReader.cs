using System.Collections.Immutable;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft.Fields;
using BootLab.Ibft.Views;

namespace BootLab.Ibft;

/// <summary>
/// Turns a view into records, whatever the bytes say. All strings are slices of one copy of the table, so that a hostile table whose strings overlap costs no more memory than its
/// structures do.
/// </summary>
internal sealed class RecordReader
{
    private readonly byte[] _table;

    // +1 where a field begins and -1 where it ends: the running sum tells covered bytes from slack in one pass, however much the fields overlap.
    private readonly int[] _coverage;

    private readonly ImmutableArray<IbftInitiator>.Builder _initiators = ImmutableArray.CreateBuilder<IbftInitiator>();
    private readonly ImmutableArray<IbftNic>.Builder _nics = ImmutableArray.CreateBuilder<IbftNic>();
    private readonly ImmutableArray<IbftTarget>.Builder _targets = ImmutableArray.CreateBuilder<IbftTarget>();
    private readonly ImmutableArray<IbftStructure>.Builder _others = ImmutableArray.CreateBuilder<IbftStructure>();

    public RecordReader(ReadOnlySpan<byte> table)
    {
        _table = table.ToArray();
        _coverage = new int[_table.Length + 1];
    }

    private IbftView View => IbftView.TryOpen(_table, out var view) ? view : default;

    public IbftTable Read()
    {
        var header = ReadHeader();
        var control = ReadControl();
        foreach (var structure in View.Structures)
        {
            ReadStructure(structure);
        }

        return new IbftTable
        {
            Size = _table.Length,
            Header = header,
            Control = control,
            Initiators = _initiators.DrainToImmutable(),
            Nics = _nics.DrainToImmutable(),
            Targets = _targets.DrainToImmutable(),
            Others = _others.DrainToImmutable(),
            Slack = FindSlack(),
        };
    }

    private IbftHeader ReadHeader()
    {
        Cover(0, IbftOffsets.Header.Reserved);
        var view = View;
        return new IbftHeader
        {
            Signature = Encoding.Latin1.GetString(view.Signature),
            Length = view.Length,
            Revision = view.Revision,
            Checksum = view.Checksum,
            OemId = Encoding.Latin1.GetString(view.OemId.TrimEnd((byte)0)),
            OemTableId = Encoding.Latin1.GetString(view.OemTableId.TrimEnd((byte)0)),
        };
    }

    private IbftControl ReadControl()
    {
        var control = View.Control;
        var offsets = ImmutableArray.CreateBuilder<ushort>(control.SlotCount);
        foreach (var slot in control)
        {
            offsets.Add(slot.Offset);
        }

        Cover(IbftOffsets.Control.Position, IbftOffsets.Control.Extensions + (2 * offsets.Count));
        var structure = control.Structure;
        return new IbftControl
        {
            Offset = structure.Offset,
            Id = structure.Id,
            Version = structure.Version,
            Length = structure.Length,
            Index = structure.Index,
            Flags = structure.Flags,
            Extensions = offsets[0],
            Initiator = offsets[1],
            Nic0 = offsets[2],
            Target0 = offsets[3],
            Nic1 = offsets[4],
            Target1 = offsets[5],
            Expansion = [.. offsets.Skip(IbftOffsets.Control.FixedSlots)],
        };
    }

    private void ReadStructure(StructureView structure)
    {
        var view = View;
        switch (structure.Area)
        {
            case TableArea.Initiator when view.TryGetInitiator(structure.Offset, out var initiator):
                _initiators.Add(Read(initiator));
                break;
            case TableArea.Nic when view.TryGetNic(structure.Offset, out var nic):
                _nics.Add(Read(nic));
                break;
            case TableArea.Target when view.TryGetTarget(structure.Offset, out var target):
                _targets.Add(Read(target));
                break;
            default:
                _others.Add(ReadOther(structure));
                break;
        }
    }

    private IbftStructure ReadOther(StructureView structure)
    {
        Cover(structure.Offset, IbftOffsets.StructureHeader.Size);
        return new IbftStructure
        {
            Offset = structure.Offset,
            Id = structure.Id,
            Version = structure.Version,
            Length = structure.Length,
            Index = structure.Index,
            Flags = structure.Flags,
        };
    }

    private IbftInitiator Read(InitiatorView initiator)
    {
        var structure = initiator.Structure;
        Cover(structure.Offset, IbftOffsets.Initiator.Size);
        return new IbftInitiator
        {
            Offset = structure.Offset,
            Id = structure.Id,
            Version = structure.Version,
            Length = structure.Length,
            Index = structure.Index,
            Flags = structure.Flags,
            IsnsServer = initiator.IsnsServer,
            SlpServer = initiator.SlpServer,
            PrimaryRadiusServer = initiator.PrimaryRadiusServer,
            SecondaryRadiusServer = initiator.SecondaryRadiusServer,
            Name = Read(initiator.Name),
        };
    }

    private IbftNic Read(NicView nic)
    {
        var structure = nic.Structure;
        Cover(structure.Offset, IbftOffsets.Nic.Size);
        return new IbftNic
        {
            Offset = structure.Offset,
            Id = structure.Id,
            Version = structure.Version,
            Length = structure.Length,
            Index = structure.Index,
            Flags = structure.Flags,
            IpAddress = nic.IpAddress,
            SubnetMaskPrefix = nic.SubnetMaskPrefix,
            Origin = nic.Origin,
            Gateway = nic.Gateway,
            PrimaryDns = nic.PrimaryDns,
            SecondaryDns = nic.SecondaryDns,
            DhcpServer = nic.DhcpServer,
            Vlan = nic.Vlan,
            MacAddress = new PhysicalAddress(nic.MacAddress.ToArray()),
            PciBdf = nic.PciBdf,
            HostName = Read(nic.HostName),
        };
    }

    private IbftTarget Read(TargetView target)
    {
        var structure = target.Structure;
        Cover(structure.Offset, IbftOffsets.Target.Size);
        return new IbftTarget
        {
            Offset = structure.Offset,
            Id = structure.Id,
            Version = structure.Version,
            Length = structure.Length,
            Index = structure.Index,
            Flags = structure.Flags,
            IpAddress = target.IpAddress,
            Port = target.Port,
            BootLun = target.BootLun,
            ChapType = target.ChapType,
            NicAssociation = target.NicAssociation,
            Name = Read(target.Name),
            ChapName = Read(target.ChapName),
            ChapSecret = Read(target.ChapSecret),
            ReverseChapName = Read(target.ReverseChapName),
            ReverseChapSecret = Read(target.ReverseChapSecret),
        };
    }

    private IbftString Read(StringField field)
    {
        var start = Math.Min(field.Offset, _table.Length);
        var size = Math.Min(field.Length, _table.Length - start);
        Cover(start, size);
        return new IbftString(field.Offset, field.Length, new ByteString(_table.AsMemory(start, size)));
    }

    private void Cover(int offset, int size)
    {
        _coverage[offset]++;
        _coverage[offset + size]--;
    }

    private ImmutableArray<SlackBytes> FindSlack()
    {
        var slack = ImmutableArray.CreateBuilder<SlackBytes>();
        var depth = 0;
        var start = -1;
        for (var i = 0; i <= _table.Length; i++)
        {
            depth += _coverage[i];
            var isSlack = i < _table.Length && depth == 0 && _table[i] != 0;
            if (isSlack && start < 0)
            {
                start = i;
            }
            else if (!isSlack && start >= 0)
            {
                slack.Add(new SlackBytes(start, new ByteString(_table.AsMemory(start, i - start))));
                start = -1;
            }
        }

        return slack.DrainToImmutable();
    }
}
