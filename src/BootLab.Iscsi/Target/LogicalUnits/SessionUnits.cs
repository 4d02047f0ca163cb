using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>The logical units of a target as one session meets them. Used by the session's own thread only.</summary>
internal sealed class SessionUnits(TargetNode node, NexusName name)
{
    private readonly Dictionary<ulong, ItlNexus> _known = [];
    private ItlNexus? _absent;

    /// <summary>The session at a unit; a unit that does not exist answers commands too.</summary>
    public ItlNexus At(ScsiLun lun)
    {
        if (_known.TryGetValue(lun.Value, out var nexus))
        {
            return nexus;
        }

        if (node.Find(lun) is not { } unit)
        {
            // One for all of them: an initiator may ask for any number of units.
            return _absent ??= new ItlNexus(node.Absent, name);
        }

        return _known[lun.Value] = unit.Join(name);
    }

    /// <summary>The session is over: an I_T nexus loss at every unit that it used (SAM-5, 6.3.4).</summary>
    public void Lose()
    {
        foreach (var nexus in _known.Values)
        {
            nexus.Unit.Lose(nexus);
        }

        _known.Clear();
    }
}
