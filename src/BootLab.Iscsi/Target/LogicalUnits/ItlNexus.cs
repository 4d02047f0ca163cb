using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>An initiator port at a logical unit, the I_T_L nexus of SAM-5: what the unit still has to tell this initiator.</summary>
internal sealed class ItlNexus(DeviceServer unit, NexusName name)
{
    private readonly Lock _gate = new();
    private readonly List<SenseData> _attentions = [];
    private volatile bool _hasAttention;
    private volatile int _aborts;

    public DeviceServer Unit { get; } = unit;

    public NexusName Name { get; } = name;

    /// <summary>Whether this initiator keeps the medium from being taken out (PREVENT ALLOW MEDIUM REMOVAL).</summary>
    public bool PreventsRemoval { get; set; }

    /// <summary>How often another initiator had the tasks aborted: a task that began at a smaller number is no more.</summary>
    public int Aborts => _aborts;

    /// <summary>Aborts all tasks that are under way, from any thread.</summary>
    public void AbortTasks() => Interlocked.Increment(ref _aborts);

    /// <summary>Runs a command, or says which data it wants moved.</summary>
    /// <param name="cdb">The command.</param>
    /// <param name="dataOutLength">Bytes that the initiator has for the command.</param>
    public ScsiOutcome Execute(Cdb cdb, uint dataOutLength = 0) => Unit.Execute(this, cdb, dataOutLength);

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
