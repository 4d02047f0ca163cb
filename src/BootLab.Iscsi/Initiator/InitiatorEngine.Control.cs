using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

// Requests that are no SCSI commands, and what a target says of its own accord. All of them are immediate: they pass by the CmdSN window.
public sealed partial class InitiatorEngine
{
    private const string LogoutWanted = "the target asked for a logout";

    // Targets with their portals are about a hundred bytes each.
    private const int MaxTextLength = 4 << 20;
    private const int MaxTextAnswers = 4096;

    private TimeSpan? _leaveBy;
    private bool _leaving;
    private bool _pinging;

    /// <summary>Asks the target to close the session.</summary>
    public void Logout(TimeSpan now)
    {
        if (!IsOver && IsLoggedIn && !IsLoggedOut)
        {
            _now = now;
            SendLogout(_options.LoginTimeout);
        }
    }

    /// <summary>Has the target end a command; it ends with <paramref name="cause"/> unless its status comes first.</summary>
    /// <returns>False when this initiator cannot abort: a boot ROM drops the session instead.</returns>
    public bool Abort(ScsiTask task, IscsiException cause, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!_profile.IsThorough || !task.IsUnderWay)
        {
            return !task.IsUnderWay;
        }

        _now = now;
        if (!_outstanding.TryGetValue(task.Tag, out var sent) || sent != task)
        {
            TakeOutOfQueue(task);
            task.Fail(cause);
        }
        else if (task.AbortCause is null)
        {
            task.AbortCause = cause;
            var request = new ControlRequest("the abort of a command") { Function = TaskManagementFunction.AbortTask, Lun = task.Lun, Task = task };
            SendManagement(request, _options.AnswerTimeout);
        }

        return true;
    }

    internal void Manage(ControlRequest request, TimeSpan now)
    {
        _now = now;
        if (TryAdmit(request))
        {
            SendManagement(request, _options.LoginTimeout);
        }
    }

    internal void Ping(ControlRequest request, TimeSpan now)
    {
        _now = now;
        if (TryAdmit(request))
        {
            Add(request, _options.AnswerTimeout);
            Send(new NopOut(Immediate: true, 0, request.Tag, PduHeader.ReservedTag, _cmdSN, _expStatSN));
        }
    }

    internal void ExchangeText(ControlRequest request, IEnumerable<TextKey> keys, TimeSpan now)
    {
        _now = now;
        request.Unsent = TextKeys.ToBytes(keys);
        if (TryAdmit(request))
        {
            Add(request, _options.LoginTimeout);
            SendText(request, 0, PduHeader.ReservedTag);
        }
    }

    private bool TryAdmit(ControlRequest request)
    {
        if (IsLoggedIn && !IsLoggedOut)
        {
            return true;
        }

        request.Complete(Failure ?? new IscsiException(IscsiFailure.Closed, "the session is not in full feature phase"));
        return false;
    }

    private void SendManagement(ControlRequest request, TimeSpan patience)
    {
        Add(request, patience);
        request.CmdSN = _cmdSN;
        request.TaskTag = request.Task?.Tag ?? PduHeader.ReservedTag;
        Send(new TaskManagementRequest(
            Immediate: true, (byte)request.Function, request.Lun.Value, request.Tag, request.TaskTag, _cmdSN, _expStatSN,
            request.Task?.CmdSN ?? 0, 0));
    }

    private void SendLogout(TimeSpan patience)
    {
        var request = new ControlRequest("the logout");
        Add(request, patience);
        Send(new LogoutRequest(Immediate: true, Reason: 0, request.Tag, _profile.Cid, _cmdSN, _expStatSN));
    }

    private void SendText(ControlRequest request, ulong lun, uint targetTransferTag)
    {
        var piece = request.Unsent[..Math.Min(request.Unsent.Length, _limits.MaxDataOutLength)];
        request.Unsent = request.Unsent[piece.Length..];
        var flags = (byte)(request.Unsent.IsEmpty ? 0x80 : 0x40);
        Send(new TextRequest(Immediate: true, flags, lun, request.Tag, targetTransferTag, _cmdSN, _expStatSN), piece.Span);
    }

    private void Add(ControlRequest request, TimeSpan patience)
    {
        request.Tag = NextTag();
        request.Deadline = _now + patience;
        Schedule(request.Deadline);
        _requests.Add(request.Tag, request);
    }

    private void HandleTextResponse(TextResponse response, ReadOnlySpan<byte> data)
    {
        NoteStatus(response.StatSN);
        NoteWindow(response.ExpCmdSN, response.MaxCmdSN);
        var request = RequestOf(response.InitiatorTaskTag, Opcode.TextResponse);
        if (request.Text.Count + data.Length > MaxTextLength || ++request.Answers > MaxTextAnswers)
        {
            throw new IscsiException(IscsiFailure.MalformedTextKey, $"the target's text is longer than {MaxTextLength} bytes or {MaxTextAnswers} answers");
        }

        request.Text.AddRange(data);
        if ((response.Flags & 0x80) != 0 && request.Unsent.IsEmpty)
        {
            _requests.Remove(request.Tag);
            request.Complete();
            return;
        }

        if (response.TargetTransferTag == PduHeader.ReservedTag)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, "the target has more to say, but gave no tag to ask for it");
        }

        request.Deadline = _now + _options.LoginTimeout;
        SendText(request, response.Lun, response.TargetTransferTag);
    }

    private void HandleTaskManagementResponse(TaskManagementResponse response)
    {
        NoteStatus(response.StatSN);
        NoteWindow(response.ExpCmdSN, response.MaxCmdSN);
        var request = RequestOf(response.InitiatorTaskTag, Opcode.TaskManagementResponse);
        request.Response = response.Response;
        var outcome = (TaskManagementOutcome)response.Response;
        if (request.Task is { } task)
        {
            EndAborted(request, task, outcome);
        }
        else if (outcome == TaskManagementOutcome.Complete)
        {
            EndCleared(request);
        }

        // Last: what was thrown before ends the request with the session.
        _requests.Remove(request.Tag);
        request.Complete();
    }

    private void EndAborted(ControlRequest request, ScsiTask task, TaskManagementOutcome outcome)
    {
        // Its status may have come first, and the object may be busy with another command by now.
        if (!_outstanding.TryGetValue(request.TaskTag, out var sent) || sent != task || task.AbortCause is not { } cause)
        {
            return;
        }

        if (outcome is not (TaskManagementOutcome.Complete or TaskManagementOutcome.NoSuchTask))
        {
            throw new IscsiException(cause.Failure, $"{cause.Message}, and the target did not abort it (response {(byte)outcome})");
        }

        Remove(task);
        task.Fail(cause);
    }

    // RFC 7143, 11.5.1: what was sent before the request is gone, without a status each.
    private void EndCleared(ControlRequest request)
    {
        var wholeTarget = request.Function is TaskManagementFunction.TargetWarmReset or TaskManagementFunction.TargetColdReset;
        foreach (var task in _outstanding.Values.Where(task => (wholeTarget || task.Lun == request.Lun) && !SerialNumber.IsAtMost(request.CmdSN, task.CmdSN)).ToArray())
        {
            Remove(task);
            task.Fail(task.AbortCause ?? new IscsiException(IscsiFailure.Aborted, $"the command was aborted by {request.Name}"));
        }
    }

    private void HandleLogoutResponse(LogoutResponse response)
    {
        RequestOf(response.InitiatorTaskTag, Opcode.LogoutResponse);
        NoteStatus(response.StatSN);
        if (_leaveBy is not null)
        {
            throw new IscsiException(IscsiFailure.TargetLeft, LogoutWanted) { Time2Wait = TimeSpan.FromSeconds(response.Time2Wait) };
        }

        IsLoggedOut = true;
        Deadline = null;
        EndAll(new IscsiException(IscsiFailure.Closed, "the session was logged out"));
    }

    private void HandleReject(Reject reject, ReadOnlySpan<byte> rejected)
    {
        var failure = new IscsiException(IscsiFailure.Rejected, $"the target rejected a PDU, reason 0x{reject.Reason:x2}");
        if (!_profile.IsThorough || rejected.Length < PduHeader.Length)
        {
            throw failure;
        }

        NoteStatus(reject.StatSN);
        NoteWindow(reject.ExpCmdSN, reject.MaxCmdSN);
        var header = new PduHeader(rejected);
        switch (header.Opcode)
        {
            case Opcode.ScsiCommand when _outstanding.TryGetValue(header.InitiatorTaskTag, out var task):
                Remove(task);
                task.Fail(failure);
                break;
            case Opcode.DataOut when _outstanding.ContainsKey(header.InitiatorTaskTag):
                // RFC 7143, 11.17.1: the command's own status follows.
                break;
            case Opcode.NopOut or Opcode.TextRequest or Opcode.TaskManagementRequest
                when _requests.TryGetValue(header.InitiatorTaskTag, out var request) && request.Task is null:
                _requests.Remove(request.Tag);
                request.Complete(failure);
                break;
            default:
                throw failure;
        }
    }

    private void HandleAsyncMessage(AsyncMessage message)
    {
        NoteStatus(message.StatSN);
        NoteWindow(message.ExpCmdSN, message.MaxCmdSN);
        switch (message.AsyncEvent)
        {
            case 1 when _profile.IsThorough:
                _leaveBy ??= _now + TimeSpan.FromSeconds(Math.Max((ushort)1, message.Parameter3));
                Schedule(_leaveBy.Value);
                LeaveWhenIdle();
                break;
            case 1 or 2 or 3:
                throw new IscsiException(IscsiFailure.TargetLeft, $"the target announced that it ends the session (asynchronous event {message.AsyncEvent})")
                {
                    Time2Wait = message.AsyncEvent == 1 ? null : TimeSpan.FromSeconds(message.Parameter2),
                };
            case 4 when _profile.IsThorough:
                Renegotiate();
                break;
            case var _ when !_profile.IsThorough:
                throw new IscsiException(IscsiFailure.UnknownOpcode, $"the target sent an asynchronous message, which {_profile.Name} does not know");
            default:
                break;
        }
    }

    // All that may be said again in full feature phase without an effect on commands under way (RFC 7143, 13.12).
    private void Renegotiate()
    {
        var own = _profile.OperationalKeys.Where(pair => pair.Key == "MaxRecvDataSegmentLength");
        var request = new ControlRequest("the negotiation that it wanted", Agree);
        ExchangeText(request, own, _now);

        void Agree(ControlRequest done)
        {
            if (done.Error is null && TextKeys.TryRead(done.Text.ToArray(), out var keys, out _))
            {
                keys.ForEach(pair => _login.Negotiated[pair.Key] = pair.Value);
                _limits = NegotiatedLimits.From(_login.Negotiated, _profile) with { Digests = _limits.Digests };
            }
        }
    }

    // Commands that were sent may end, what was not sent has to find another session.
    private void LeaveWhenIdle()
    {
        while (_waiting.TryDequeue(out var task))
        {
            task.Fail(new IscsiException(IscsiFailure.TargetLeft, LogoutWanted));
        }

        if (_leaveBy is { } limit && _outstanding.Count == 0 && !IsOver && !_leaving)
        {
            _leaving = true;
            SendLogout(limit > _now ? limit - _now : TimeSpan.Zero);
        }
    }

    private ControlRequest RequestOf(uint tag, Opcode answer) => _requests.TryGetValue(tag, out var request) ? request : throw Unasked(answer);

    private void TakeOutOfQueue(ScsiTask task)
    {
        for (var count = _waiting.Count; count > 0; count--)
        {
            if (_waiting.Dequeue() is var other && other != task)
            {
                _waiting.Enqueue(other);
            }
        }
    }
}
