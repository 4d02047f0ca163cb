using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Target.LogicalUnits;

/// <summary>
/// Registrations and the reservation that PERSISTENT RESERVE OUT makes (SPC-4, 5.12). They outlive sessions and resets, but not the process:
/// persistence through power loss is not claimed.
/// </summary>
internal sealed class PersistentReservations(DeviceServer unit)
{
    private const int MaxRegistrations = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<NexusName, ulong> _keys = [];
    private NexusName? _holder;
    private volatile ReservationType _type;
    private volatile int _registrations;

    /// <summary>PRGENERATION: how often registrations changed.</summary>
    public uint Generation { get; private set; }

    /// <summary>Whether nothing is reserved.</summary>
    public bool IsFree => _type == ReservationType.None;

    public bool HasRegistrations => _registrations > 0;

    private bool IsForAllRegistrants => _type is ReservationType.WriteExclusiveAllRegistrants or ReservationType.ExclusiveAccessAllRegistrants;

    private bool IsForRegistrants => _type >= ReservationType.WriteExclusiveRegistrantsOnly;

    private bool IsWriteExclusive => _type
        is ReservationType.WriteExclusive or ReservationType.WriteExclusiveRegistrantsOnly or ReservationType.WriteExclusiveAllRegistrants;

    /// <summary>Whether the reservation forbids what a command wants.</summary>
    public bool Conflicts(NexusName name, CommandAccess access)
    {
        lock (_gate)
        {
            return access >= CommandAccess.Read
                && !IsFree
                && !(access == CommandAccess.Read && IsWriteExclusive)
                && !IsHolder(name)
                && !(IsForRegistrants && _keys.ContainsKey(name));
        }
    }

    /// <summary>What PERSISTENT RESERVE IN tells: the generation, who is registered with which key, and the reservation.</summary>
    public (uint Generation, List<(NexusName Name, ulong Key, bool Holds)> Registrations, ReservationType Type) Snapshot()
    {
        lock (_gate)
        {
            return (Generation, [.. _keys.Select(pair => (pair.Key, pair.Value, IsHolder(pair.Key)))], _type);
        }
    }

    /// <summary>REGISTER, and REGISTER AND IGNORE EXISTING KEY; a new key of 0 ends the registration.</summary>
    public ScsiOutcome Register(NexusName name, ulong key, ulong newKey, bool ignoresKey)
    {
        lock (_gate)
        {
            var isRegistered = _keys.TryGetValue(name, out var current);
            if (!ignoresKey && key != current)
            {
                return ScsiOutcome.ReservationConflict;
            }

            if (newKey != 0 && !isRegistered && _keys.Count == MaxRegistrations)
            {
                return ScsiOutcome.Check(SenseData.InsufficientRegistrationResources);
            }

            Generation++;
            if (newKey != 0)
            {
                SetKey(name, newKey);
            }
            else if (isRegistered)
            {
                Unregister(name);
            }

            return ScsiOutcome.Good;
        }
    }

    public ScsiOutcome Reserve(NexusName name, ulong key, ReservationType type)
    {
        lock (_gate)
        {
            if (!IsRegistered(name, key) || (!IsFree && !(IsHolder(name) && _type == type)))
            {
                return ScsiOutcome.ReservationConflict;
            }

            if (IsFree)
            {
                SetReservation(name, type);
            }

            return ScsiOutcome.Good;
        }
    }

    public ScsiOutcome Release(NexusName name, ulong key, ReservationType type)
    {
        lock (_gate)
        {
            if (!IsRegistered(name, key))
            {
                return ScsiOutcome.ReservationConflict;
            }

            if (IsHolder(name))
            {
                if (_type != type)
                {
                    return ScsiOutcome.Check(SenseData.InvalidRelease);
                }

                Free(but: name);
            }

            return ScsiOutcome.Good;
        }
    }

    public ScsiOutcome Clear(NexusName name, ulong key)
    {
        lock (_gate)
        {
            if (!IsRegistered(name, key))
            {
                return ScsiOutcome.ReservationConflict;
            }

            Generation++;
            SetReservation(null, ReservationType.None);
            foreach (var other in _keys.Keys.ToArray())
            {
                Remove(other, by: name, SenseData.ReservationsPreempted);
            }

            return ScsiOutcome.Good;
        }
    }

    /// <summary>PREEMPT: ends the registrations of a key, and takes over the reservation when they held it (SPC-4, 5.12.11.2).</summary>
    /// <returns>The outcome, and whose registrations ended.</returns>
    public (ScsiOutcome Outcome, List<NexusName> Preempted) Preempt(NexusName name, ulong key, ulong victimKey, ReservationType type)
    {
        lock (_gate)
        {
            if (!IsRegistered(name, key))
            {
                return (ScsiOutcome.ReservationConflict, []);
            }

            // A key of 0 means all others, and makes sense only when all of them hold the reservation.
            var takesAll = victimKey == 0 && IsForAllRegistrants;
            if (victimKey == 0 && !takesAll)
            {
                return (ScsiOutcome.Check(SenseData.InvalidFieldInParameterList), []);
            }

            var takesOver = takesAll || (_holder is not null && !IsForAllRegistrants && _keys[_holder] == victimKey);
            List<NexusName> victims = [.. _keys.Where(pair => (takesAll || pair.Value == victimKey) && !(takesOver && pair.Key == name)).Select(pair => pair.Key)];
            if (victims.Count == 0 && !takesOver)
            {
                return (ScsiOutcome.ReservationConflict, []);
            }

            Generation++;
            var formerType = _type;
            if (takesOver)
            {
                SetReservation(name, type);
            }

            foreach (var victim in victims)
            {
                Remove(victim, by: name, SenseData.RegistrationsPreempted);
            }

            if (takesOver && formerType != type)
            {
                TellRegistered(but: name, SenseData.ReservationsReleased);
            }
            else if (IsForAllRegistrants && _keys.Count == 0)
            {
                SetReservation(null, ReservationType.None);
            }

            return (ScsiOutcome.Good, victims);
        }
    }

    private bool IsRegistered(NexusName name, ulong key) => _keys.TryGetValue(name, out var current) && current == key;

    private bool IsHolder(NexusName name) => IsForAllRegistrants ? _keys.ContainsKey(name) : _holder is not null && _holder == name;

    private void SetKey(NexusName name, ulong key)
    {
        _keys[name] = key;
        _registrations = _keys.Count;
    }

    private void SetReservation(NexusName? holder, ReservationType type)
    {
        _holder = holder;
        _type = type;
    }

    private void Unregister(NexusName name)
    {
        var held = IsHolder(name) && (!IsForAllRegistrants || _keys.Count == 1);
        _keys.Remove(name);
        _registrations = _keys.Count;
        if (held)
        {
            Free(but: name);
        }
    }

    private void Remove(NexusName name, NexusName by, SenseData attention)
    {
        _keys.Remove(name);
        _registrations = _keys.Count;
        if (name != by)
        {
            unit.Attend(nexus => nexus.Name == name, attention);
        }
    }

    // Those whom the registration let in are told that it does no more.
    private void Free(NexusName but)
    {
        if (IsForRegistrants)
        {
            TellRegistered(but, SenseData.ReservationsReleased);
        }

        SetReservation(null, ReservationType.None);
    }

    private void TellRegistered(NexusName but, SenseData attention) => unit.Attend(nexus => nexus.Name != but && _keys.ContainsKey(nexus.Name), attention);
}
