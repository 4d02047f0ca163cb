using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Target;

/// <summary>The sessions of a server that are in full feature phase. Safe for several threads at once.</summary>
internal sealed class SessionTable
{
    private readonly Lock _gate = new();
    private readonly HashSet<TargetSession> _sessions = [];
    private readonly Dictionary<SessionName, TargetSession> _named = [];
    private ushort _lastHandle;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    public TargetSession[] All
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions];
            }
        }
    }

    /// <summary>Lets a session in, in the place of one of the same name (RFC 7143, 6.3.4 and 6.3.5).</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">Its name; null for a discovery session, which has none.</param>
    /// <param name="wanted">The handle of the session that the initiator wants to come back to; 0 for none.</param>
    /// <param name="most">How many sessions there may be, and how many of the same target.</param>
    /// <param name="handle">The session's handle.</param>
    /// <param name="old">The session that is to be ended first.</param>
    public LoginStatus Enter(TargetSession session, SessionName? name, ushort wanted, (int All, int? OfTarget) most, out ushort handle, out TargetSession? old)
    {
        handle = 0;
        old = null;
        lock (_gate)
        {
            if (name is not null)
            {
                _named.TryGetValue(name, out old);
            }

            if (wanted != 0)
            {
                if (old?.Handle != wanted)
                {
                    old = null;
                    return LoginStatus.NoSuchSession;
                }

                if (old.ConnectionId != session.ConnectionId)
                {
                    // A second connection, where one is all that was agreed.
                    old = null;
                    return LoginStatus.TooManyConnections;
                }
            }

            var replaced = old is null ? 0 : 1;
            if (_sessions.Count - replaced >= most.All || (name is not null && most.OfTarget is { } few && _named.Keys.Count(one => one.Target == name.Target) - replaced >= few))
            {
                old = null;
                return LoginStatus.OutOfResources;
            }

            if (old is not null)
            {
                _sessions.Remove(old);
            }

            _sessions.Add(session);
            if (name is not null)
            {
                _named[name] = session;
            }

            handle = wanted != 0 ? wanted : NextHandle();
            return LoginStatus.Success;
        }
    }

    public void Leave(TargetSession session, SessionName? name)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
            if (name is not null && _named.TryGetValue(name, out var current) && current == session)
            {
                _named.Remove(name);
            }
        }
    }

    // A handle of 0 means none.
    private ushort NextHandle() => _lastHandle = (ushort)(_lastHandle == ushort.MaxValue ? 1 : _lastHandle + 1);
}

/// <summary>What makes two sessions the same one: initiator, its ISID, and target; the target has one portal group for each session.</summary>
internal sealed record SessionName(string Initiator, Isid Isid, string Target);
