using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>An initiator port at a logical unit, the I_T_L nexus of SAM-5: what the unit still has to tell this initiator.</summary>
internal sealed class ItlNexus(DeviceServer unit, NexusName name)
{
    private readonly Lock _gate = new();
    private readonly List<SenseData> _attentions = [];
    private volatile bool _hasAttention;

    public DeviceServer Unit { get; } = unit;

    public NexusName Name { get; } = name;

    /// <summary>Runs a command, or says which data it wants moved.</summary>
    public ScsiOutcome Execute(Cdb cdb) => Unit.Execute(this, cdb);

    /// <summary>Leaves a UNIT ATTENTION to be told with the next command; one that already waits is not told twice (SAM-5, 5.14).</summary>
    public void Attend(SenseData attention)
    {
        lock (_gate)
        {
            if (!_attentions.Contains(attention))
            {
                _attentions.Add(attention);
                _hasAttention = true;
            }
        }
    }

    /// <summary>Takes the UNIT ATTENTION that waits longest.</summary>
    public bool TryTakeAttention(out SenseData attention)
    {
        attention = default;
        if (!_hasAttention)
        {
            return false;
        }

        lock (_gate)
        {
            if (_attentions.Count == 0)
            {
                return false;
            }

            attention = _attentions[0];
            _attentions.RemoveAt(0);
            _hasAttention = _attentions.Count > 0;
            return true;
        }
    }
}
