using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// The initiator's side of one connection without any I/O: bytes and the time go in, bytes and the next deadline come out. Not safe for several
/// threads at once.
/// </summary>
/// <remarks>Times are spans since any fixed instant. After <see cref="Failure"/> or <see cref="LoginEnd"/> is set the connection is to be closed.</remarks>
public sealed partial class InitiatorEngine
{
    private readonly InitiatorOptions _options;
    private readonly LoginProfile _profile;
    private readonly InitiatorLogin _login;
    private readonly PduObserver? _observer;
    private readonly PduReader _reader;
    private readonly SendQueue _output = new();
    private readonly TaskTags _tags;
    private readonly Isid _isid;
    private readonly Dictionary<uint, ScsiTask> _outstanding = [];
    private readonly Queue<ScsiTask> _waiting = [];
    private readonly uint _loginTag;
    private NegotiatedLimits _limits;
    private uint _cmdSN;
    private uint _expStatSN;
    private uint _maxCmdSN;
    private bool _loginTagIsFree;
    private TimeSpan? _loginDeadline;
    private TimeSpan _now;

    /// <summary>Makes an engine for one connection.</summary>
    /// <param name="options">Who logs in, to what, and how.</param>
    /// <param name="random">For the ISID and the CHAP challenge.</param>
    /// <param name="observer">Is told of every PDU.</param>
    /// <exception cref="ArgumentException">A name without its secret or the other way round, or reverse credentials without own ones.</exception>
    public InitiatorEngine(InitiatorOptions options, Random random, PduObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        if (options.Username is null != options.Password is null
            || options.ReverseUsername is null != options.ReversePassword is null
            || (options.ReverseUsername is not null && options.Username is null))
        {
            throw new ArgumentException("CHAP needs a username and a password, and reverse credentials need own ones beside them", nameof(options));
        }

        _options = options;
        _profile = options.LoginProfile;
        _observer = observer;
        _reader = new PduReader(NegotiatedLimits.LongestDataIn(_profile));
        _tags = options.TaskTags ?? new TaskTags(_profile.TagBase);
        _loginTag = _tags.Next();
        _loginTagIsFree = _profile.CommandReusesLoginTag;
        _cmdSN = _maxCmdSN = _profile.FirstCmdSN;
        _expStatSN = _profile.FirstExpStatSN;
        _isid = _profile.Isid switch
        {
            IsidForm.FenSystemsRandom => Isid.FromFenSystems((ushort)random.Next(0x10000)),
            IsidForm.FenSystemsZero => Isid.FromFenSystems(0),
            _ => Isid.FromMac(options.Mac.Span),
        };
        _login = new InitiatorLogin(options, random);
    }

    /// <summary>Whether the session is in full feature phase.</summary>
    public bool IsLoggedIn => _login.Stage == LoginStage.FullFeature && Failure is null;

    /// <summary>Whether the target demanded CHAP of the initiator.</summary>
    public bool ChapDemanded => _login.ChapDemanded;

    /// <summary>How the login ended when it did not succeed; null before, and after success.</summary>
    public LoginResult? LoginEnd { get; private set; }

    /// <summary>Why the session is over; null while it lives.</summary>
    public IscsiException? Failure { get; private set; }

    /// <summary>Whether the target confirmed a logout.</summary>
    public bool IsLoggedOut { get; private set; }

    /// <summary>When <see cref="CheckDeadline"/> has to be called at the latest; null for no need.</summary>
    public TimeSpan? Deadline
    {
        get
        {
            var deadline = _loginDeadline;
            foreach (var task in _outstanding.Values)
            {
                deadline = deadline is { } earlier && earlier <= task.Deadline ? earlier : task.Deadline;
            }

            return deadline;
        }
    }

    private bool IsOver => Failure is not null || LoginEnd is not null;

    /// <summary>Sends the first login request.</summary>
    public void Start(TimeSpan now)
    {
        _now = now;
        SendLogin();
    }

    /// <summary>Room for bytes from the target; say with <see cref="Received"/> how many were put there.</summary>
    public Memory<byte> GetReceiveMemory() => _reader.GetMemory();

    /// <summary>Takes bytes that were put into the memory of <see cref="GetReceiveMemory"/>.</summary>
    public void Received(int count, TimeSpan now)
    {
        _reader.Advance(count);
        Process(now);
    }

    /// <summary>Takes bytes from the target.</summary>
    public void Receive(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        _reader.Append(bytes);
        Process(now);
    }

    /// <summary>The connection was closed, by the target or with <paramref name="cause"/>.</summary>
    public void ConnectionClosed(Exception? cause = null)
    {
        if (!IsOver && !IsLoggedOut)
        {
            Fail(IscsiFailure.ConnectionLost, cause is null ? "the target closed the connection" : $"the connection broke: {cause.Message}", cause);
        }
    }

    /// <summary>Gives up; everything outstanding fails.</summary>
    public void Close()
    {
        if (!IsOver)
        {
            Fail(IscsiFailure.Closed, "the session was closed");
        }
    }

    /// <summary>Fails the session when its deadline has passed.</summary>
    public void CheckDeadline(TimeSpan now)
    {
        if (!IsOver && Deadline is { } deadline && now >= deadline)
        {
            Fail(
                IscsiFailure.TimedOut,
                deadline == _loginDeadline
                    ? $"the target did not answer the {(IsLoggedIn ? "logout" : "login")} within {_options.LoginTimeout.TotalSeconds} s"
                    : $"the target did not answer a SCSI command within {_options.CommandTimeout.TotalSeconds} s");
        }
    }

    /// <summary>Sends a command, or queues it until the session may have another one under way.</summary>
    public void Submit(ScsiTask task, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.DataIn.Length > 0 && task.DataOut.Length > 0)
        {
            throw new ArgumentException("a command has data in one direction at most", nameof(task));
        }

        if (Failure is not null || !IsLoggedIn || IsLoggedOut)
        {
            task.Fail(Failure ?? new IscsiException(IscsiFailure.Closed, "the session is not in full feature phase"));
            return;
        }

        _now = now;
        _waiting.Enqueue(task);
        SendWaiting();
    }

    /// <summary>Asks the target to close the session; it has as long to answer as for a login.</summary>
    public void Logout(TimeSpan now)
    {
        if (!IsOver && IsLoggedIn && !IsLoggedOut)
        {
            _loginDeadline = now + _options.LoginTimeout;
            Send(new LogoutRequest(Immediate: true, Reason: 0, NextTag(), _profile.Cid, _cmdSN, _expStatSN));
        }
    }

    /// <summary>The next bytes to write, as one write; valid until the next call. False when nothing waits.</summary>
    public bool TryTakeOutput(out ReadOnlyMemory<byte> segment) => _output.TryTake(join: !_profile.SplitsHeaderAndData, out segment);

    private void Process(TimeSpan now)
    {
        _now = now;
        try
        {
            while (!IsOver && !IsLoggedOut && _reader.TryRead(out var pdu))
            {
                _observer?.Invoke(PduDirection.Received, pdu);
                if (_login.Stage == LoginStage.FullFeature)
                {
                    HandleFullFeature(pdu);
                }
                else
                {
                    HandleLogin(pdu);
                }
            }
        }
        catch (IscsiFormatException error)
        {
            Fail(IscsiFailure.MalformedPdu, $"the target sent a malformed PDU: {error.Message}", error);
        }
        catch (IscsiException error)
        {
            Fail(error);
        }

        if (!IsOver)
        {
            SendWaiting();
        }
    }

    private void HandleLogin(Pdu pdu)
    {
        if (pdu.Header.Opcode != Opcode.LoginResponse)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent {pdu.Header.Opcode} during the login, expected LoginResponse");
        }

        var response = LoginResponse.Read(pdu.Header);
        NoteStatus(response.StatSN);
        NoteWindow(response.ExpCmdSN, response.MaxCmdSN);
        switch (response.StatusClass)
        {
            case 0:
                _login.Receive(response, pdu.Data);
                break;
            case 1:
                var address = TextKeys.TryRead(pdu.Data, out var keys, out _) ? TextKeys.Find(keys, "TargetAddress") : null;
                EndLogin(new LoginRedirect(address, response.StatusDetail));
                return;
            default:
                EndLogin(new LoginRefused(response.StatusClass, response.StatusDetail));
                return;
        }

        if (_login.Stage != LoginStage.FullFeature)
        {
            SendLogin();
            return;
        }

        _loginDeadline = null;
        _limits = NegotiatedLimits.From(_login.Negotiated, _profile);
    }

    private void SendLogin()
    {
        var (flags, text) = _login.NextRequest();
        _loginDeadline = _now + _options.LoginTimeout;
        Send(new LoginRequest(flags, 0, 0, _isid, 0, _loginTag, _profile.Cid, _cmdSN, _expStatSN), text);
    }

    private void SendWaiting()
    {
        // A boot ROM does not look at the window; whoever counts its commands does.
        while (_outstanding.Count < _profile.MaxOutstandingCommands
            && (_profile.CmdSNFollowsTarget || SerialNumber.IsAtMost(_cmdSN, _maxCmdSN))
            && _waiting.TryDequeue(out var task))
        {
            SendCommand(task);
        }
    }

    private void SendCommand(ScsiTask task)
    {
        task.Tag = NextTag();
        task.Deadline = _now + _options.CommandTimeout;
        _outstanding.Add(task.Tag, task);
        var flags = ScsiCommand.FinalFlag | ScsiCommand.SimpleAttribute
            | (task.DataIn.Length > 0 ? ScsiCommand.ReadFlag : 0)
            | (task.DataOut.Length > 0 ? ScsiCommand.WriteFlag : 0);
        Send(new ScsiCommand(
            Immediate: false, (byte)flags, task.Lun.Value, task.Tag, (uint)(task.DataIn.Length + task.DataOut.Length), _cmdSN, _expStatSN, task.Cdb));
        if (!_profile.CmdSNFollowsTarget)
        {
            _cmdSN++;
        }
    }

    private uint NextTag()
    {
        if (_loginTagIsFree)
        {
            _loginTagIsFree = false;
            return _loginTag;
        }

        return _tags.Next();
    }

    private void Send<T>(in T header, ReadOnlySpan<byte> data = default)
        where T : struct, IPduHeader<T>
    {
        _output.Add(header, data, _profile.SplitsHeaderAndData);
        if (_observer is not null)
        {
            Span<byte> bytes = stackalloc byte[PduHeader.Length];
            PduWriter.WriteHeader(bytes, header, data.Length);
            _observer(PduDirection.Sent, new Pdu(new PduHeader(bytes), default, data));
        }
    }

    private void NoteStatus(uint statSN) => _expStatSN = statSN + 1;

    private void NoteWindow(uint expCmdSN, uint maxCmdSN)
    {
        if (_profile.CmdSNFollowsTarget)
        {
            _cmdSN = expCmdSN;
        }

        // RFC 7143, 4.2.2.1: a window that ends before it begins is ignored, and it never shrinks.
        if (SerialNumber.IsAtMost(expCmdSN - 1, maxCmdSN) && SerialNumber.IsAtMost(_maxCmdSN, maxCmdSN))
        {
            _maxCmdSN = maxCmdSN;
        }
    }

    private void EndLogin(LoginResult result)
    {
        _loginDeadline = null;
        LoginEnd = result;
    }

    private void Fail(IscsiFailure failure, string message, Exception? cause = null) => Fail(new IscsiException(failure, message, cause));

    private void Fail(IscsiException failure)
    {
        if (_login.Stage != LoginStage.FullFeature)
        {
            EndLogin(new LoginFailed(failure.Failure, failure.Message));
        }

        Failure = failure;
        ScsiTask[] open = [.. _outstanding.Values, .. _waiting];
        _outstanding.Clear();
        _waiting.Clear();
        foreach (var task in open)
        {
            task.Fail(failure);
        }
    }
}
