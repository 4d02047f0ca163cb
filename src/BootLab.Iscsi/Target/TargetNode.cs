using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Target.LogicalUnits;

namespace BootLab.Iscsi.Target;

/// <summary>A target with what its sessions share: its logical units, and the count of events that faults wait for.</summary>
internal sealed class TargetNode(TargetOptions options)
{
    // Units are made when they are first asked for; where any number is a unit an initiator could ask for too many.
    private const int MaxUnits = 32768;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, DeviceServer> _units = [];
    private readonly int[] _seen = new int[Enum.GetValues<FaultTrigger>().Length];

    public TargetOptions Options { get; } = options;

    public bool Admits(string initiatorName) =>
        Options.Initiators.Count == 0 || Options.Initiators.Contains(initiatorName, StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers for units that do not exist.</summary>
    public DeviceServer Absent { get; } = new(null, new DiskIdentity(options.Name, default), () => options.Luns.Keys);

    /// <summary>The logical unit of a number, or null.</summary>
    public DeviceServer? Find(ScsiLun lun)
    {
        var store = lun.TryGetNumber(out var number) && Options.Luns.TryGetValue(number, out var named) ? named : Options.AnyLun;
        if (store is null)
        {
            return null;
        }

        lock (_gate)
        {
            if (!_units.TryGetValue(lun.Value, out var unit) && _units.Count < MaxUnits)
            {
                _units[lun.Value] = unit = new DeviceServer(store, new DiskIdentity(Options.Name, lun), () => Options.Luns.Keys) { ReportsPowerOn = Options.ReportsPowerOn, IsRemovable = Options.IsRemovable };
            }

            return unit;
        }
    }

    /// <summary>Resets every unit: a target reset.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            foreach (var unit in _units.Values)
            {
                unit.Reset();
            }
        }
    }

    /// <summary>Counts an event and says what goes wrong with it, if anything.</summary>
    public TargetFault? Strike(FaultTrigger trigger)
    {
        if (Options.Faults.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            return Strike(trigger, _seen[(int)trigger]++);
        }
    }

    /// <summary>Says what goes wrong with an event that a connection counts itself.</summary>
    public TargetFault? Strike(FaultTrigger trigger, int number)
    {
        foreach (var fault in Options.Faults)
        {
            if (fault.Trigger == trigger && fault.Strikes(number))
            {
                return fault;
            }
        }

        return null;
    }
}
