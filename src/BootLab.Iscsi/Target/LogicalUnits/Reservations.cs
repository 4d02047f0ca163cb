namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>Who may use a unit: the reservation that RESERVE makes for a session (SPC-2, 7.21), and persistent ones.</summary>
internal sealed class Reservations(DeviceServer unit)
{
    private readonly Lock _gate = new();
    private ItlNexus? _holder;
    private volatile bool _isFree = true;

    public PersistentReservations Persistent { get; } = new(unit);

    /// <summary>RESERVE(6) and (10) of the whole unit, the only kind.</summary>
    public static ScsiOutcome Reserve(ItlNexus nexus, ReadOnlySpan<byte> cdb) =>
        nexus.Unit.Reservations.TryReserve(nexus) ? ScsiOutcome.Good : ScsiOutcome.ReservationConflict;

    /// <summary>RELEASE(6) and (10); one that holds nothing releases nothing, which is no error.</summary>
    public static ScsiOutcome Release(ItlNexus nexus, ReadOnlySpan<byte> cdb)
    {
        var reservations = nexus.Unit.Reservations;
        reservations.Lose(nexus);
        return reservations.Persistent.HasRegistrations ? ScsiOutcome.ReservationConflict : ScsiOutcome.Good;
    }

    /// <summary>Whether a reservation of another forbids what a command wants.</summary>
    public bool Conflicts(ItlNexus nexus, CommandAccess access)
    {
        if (access == CommandAccess.None || (_isFree && Persistent.IsFree))
        {
            return false;
        }

        lock (_gate)
        {
            return (_holder is not null && _holder != nexus) || Persistent.Conflicts(nexus.Name, access);
        }
    }

    /// <summary>Whether a RESERVE is in force, which leaves no room for persistent reservations.</summary>
    public bool IsReserved => !_isFree;

    /// <summary>Frees what the session holds.</summary>
    public void Lose(ItlNexus nexus)
    {
        lock (_gate)
        {
            if (_holder == nexus)
            {
                SetHolder(null);
            }
        }
    }

    /// <summary>A reset frees the unit; persistent reservations stay.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            SetHolder(null);
        }
    }

    private bool TryReserve(ItlNexus nexus)
    {
        lock (_gate)
        {
            if (Persistent.HasRegistrations || (_holder is not null && _holder != nexus))
            {
                return false;
            }

            SetHolder(nexus);
            return true;
        }
    }

    private void SetHolder(ItlNexus? holder)
    {
        _holder = holder;
        _isFree = holder is null;
    }
}
