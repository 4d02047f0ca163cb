using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target;

/// <summary>A target with what its sessions share: the count of events that faults wait for.</summary>
internal sealed class TargetNode(TargetOptions options)
{
    private readonly Lock _gate = new();
    private readonly int[] _seen = new int[Enum.GetValues<FaultTrigger>().Length];

    public TargetOptions Options { get; } = options;

    public bool Admits(string initiatorName) =>
        Options.Initiators.Count == 0 || Options.Initiators.Contains(initiatorName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The disk of a unit, or null.</summary>
    public IBlockStore? Find(ScsiLun lun) =>
        lun.TryGetNumber(out var number) && Options.Luns.TryGetValue(number, out var store) ? store : Options.AnyLun;

    /// <summary>Counts an event and says what goes wrong with it, if anything.</summary>
    public FaultAction? Strike(FaultTrigger trigger)
    {
        if (Options.Faults.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            var number = _seen[(int)trigger]++;
            foreach (var fault in Options.Faults)
            {
                if (fault.Trigger == trigger && number >= fault.Skip && number - fault.Skip < fault.Times)
                {
                    return fault.Action;
                }
            }
        }

        return null;
    }
}
