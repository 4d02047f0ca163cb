namespace BootLab.Iscsi.Initiator;

// What happens when nothing comes.
public sealed partial class InitiatorEngine
{
    /// <summary>Aborts commands and fails the session when their time has passed, and pings a target that has been quiet for long.</summary>
    public void CheckDeadline(TimeSpan now)
    {
        if (IsOver || IsLoggedOut || Deadline is not { } due || now < due)
        {
            return;
        }

        _now = now;
        Deadline = null;
        FailWhatIsLate();
        if (!IsOver)
        {
            PingIfQuiet();
            ScheduleAll();
        }
    }

    // The earliest deadline is kept, not looked for: a command ends long before its own, and there may be many.
    private void Schedule(TimeSpan deadline)
    {
        if (Deadline is null || deadline < Deadline)
        {
            Deadline = deadline;
        }
    }

    private void FailWhatIsLate()
    {
        if (_loginDeadline <= _now)
        {
            Fail(IscsiFailure.TimedOut, $"the target did not answer the login within {_options.LoginTimeout.TotalSeconds} s");
            return;
        }

        if (_requests.Values.FirstOrDefault(request => request.Deadline <= _now) is { } request)
        {
            Fail(request.Task?.AbortCause ?? new IscsiException(IscsiFailure.TimedOut, $"the target did not answer {request.Name} in time"));
            return;
        }

        if (_leaveBy <= _now)
        {
            Fail(IscsiFailure.TargetLeft, LogoutWanted + ", and commands were still under way when its time was over");
            return;
        }

        foreach (var task in _outstanding.Values.Where(task => task.Deadline <= _now && task.AbortCause is null).ToArray())
        {
            var cause = new IscsiException(IscsiFailure.TimedOut, $"the target did not answer a SCSI command within {_options.CommandTimeout.TotalSeconds} s");
            if (!Abort(task, cause, _now))
            {
                Fail(cause);
                return;
            }
        }
    }

    private void PingIfQuiet()
    {
        if (IsLoggedIn && !_pinging && _options.PingInterval is { } interval && _now - _lastHeard >= interval)
        {
            _pinging = true;
            Ping(new ControlRequest("a ping", _ => EndPing()), _now);
        }
    }

    private void EndPing()
    {
        _pinging = false;
        SchedulePing();
    }

    private void SchedulePing()
    {
        if (IsLoggedIn && !_pinging && _options.PingInterval is { } interval)
        {
            Schedule(_lastHeard + interval);
        }
    }

    private void ScheduleAll()
    {
        if (_loginDeadline is { } login)
        {
            Schedule(login);
        }

        if (_leaveBy is { } leave)
        {
            Schedule(leave);
        }

        SchedulePing();
        foreach (var request in _requests.Values)
        {
            Schedule(request.Deadline);
        }

        foreach (var task in _outstanding.Values)
        {
            if (task.AbortCause is null)
            {
                Schedule(task.Deadline);
            }
        }
    }
}
