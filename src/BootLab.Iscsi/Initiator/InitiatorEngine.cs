using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// The initiator's side of one connection without any I/O: bytes and the time go in, bytes and the next deadline come out. Not safe for several
/// threads at once.
/// </summary>
/// <remarks>Times are spans since any fixed instant. After <see cref="Failure"/> or <see cref="LoginEnd"/> is set the connection is to be closed.</remarks>
public sealed partial class InitiatorEngine
{
    // What a driver reads at once from a connection with many short answers on it.
    private const int ThoroughBufferLength = 64 * 1024;

    private readonly InitiatorOptions _options;
    private readonly LoginProfile _profile;
    private readonly InitiatorLogin _login;
    private readonly PduObserver? _observer;
    private readonly PduReader _reader;
    private readonly SendQueue _output = new();
    private readonly TaskTags _tags;
    private readonly Dictionary<uint, ScsiTask> _outstanding = [];
    private readonly Dictionary<uint, ControlRequest> _requests = [];
    private readonly Queue<ScsiTask> _waiting = [];
    private readonly uint _loginTag;
    private NegotiatedLimits _limits;
    private uint _cmdSN;
    private uint _expStatSN;
    private uint _maxCmdSN;
    private bool _loginTagIsFree;
    private TimeSpan? _loginDeadline;
    private TimeSpan _now;
    private TimeSpan _lastHeard;
    private ScsiTask? _heldBack;

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
        Isid = options.Isid ?? _profile.Isid switch
        {
            IsidForm.Random => Isid.FromRandom(random.Next(0x1000000)),
            IsidForm.FenSystemsRandom => Isid.FromFenSystems((ushort)random.Next(0x10000)),
            IsidForm.FenSystemsZero => Isid.FromFenSystems(0),
            _ => Isid.FromMac(options.Mac.Span),
        };
        _login = new InitiatorLogin(options, random);
    }

    /// <summary>The initiator's part of the session identifier.</summary>
    public Isid Isid { get; }

    /// <summary>Whether it is a discovery session.</summary>
    public bool IsDiscovery => _options.TargetName is null;

    /// <summary>Whether the session is in full feature phase.</summary>
    public bool IsLoggedIn => _login.Stage == LoginStage.FullFeature && Failure is null;

    /// <summary>Whether the target demanded CHAP of the initiator.</summary>
    public bool ChapDemanded => _login.ChapDemanded;

    /// <summary>What the target answered in the login, the last value of each key.</summary>
    public IReadOnlyDictionary<string, string> Negotiated => _login.Negotiated;

    /// <summary>How the login ended when it did not succeed; null before, and after success.</summary>
    public LoginResult? LoginEnd { get; private set; }

    /// <summary>Why the session is over; null while it lives.</summary>
    public IscsiException? Failure { get; private set; }

    /// <summary>Whether the target confirmed a logout.</summary>
    public bool IsLoggedOut { get; private set; }

    /// <summary>When <see cref="CheckDeadline"/> has to be called at the latest; null for no need. It may be earlier than anything is due.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>Bytes that wait to be written.</summary>
    internal int OutputLength => _output.Length;

    /// <summary>Whether data are expected for any command.</summary>
    internal bool HasReads => _outstanding.Values.Any(task => task.DataIn.Length > 0);

    private bool IsOver => Failure is not null || LoginEnd is not null;

    /// <summary>Sends the first login request.</summary>
    public void Start(TimeSpan now)
    {
        _now = now;
        SendLogin();
    }

    /// <summary>Takes bytes that were put into the memory of <see cref="GetReceiveMemory"/>.</summary>
    public void Received(int count, TimeSpan now)
    {
        _reader.Advance(count);
        EndLoan();
        Process(now);
    }

    /// <summary>Takes bytes from the target.</summary>
    public void Receive(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        _reader.Append(bytes);
        EndLoan();
        Process(now);
    }

    /// <summary>The connection was closed, by the target or with <paramref name="cause"/>. Nothing may be put into memory given out for receiving any more.</summary>
    public void ConnectionClosed(Exception? cause = null)
    {
        if (!IsOver && !IsLoggedOut)
        {
            Fail(new IscsiException(
                IscsiFailure.ConnectionLost, cause is null ? "the target closed the connection" : $"the connection broke: {cause.Message}", cause)
            {
                Time2Wait = IsLoggedIn ? _limits.Time2Wait : null,
            });
        }

        EndLoan();
    }

    /// <summary>Gives up; everything outstanding fails.</summary>
    public void Close()
    {
        if (!IsOver)
        {
            Fail(IscsiFailure.Closed, "the session was closed");
        }
    }

    /// <summary>Sends a command, or queues it until the session may have another one under way.</summary>
    public void Submit(ScsiTask task, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(task);
        task.Begin();
        if (Failure is not null || !IsLoggedIn || IsLoggedOut || _leaveBy is not null)
        {
            task.Fail(Failure ?? (_leaveBy is null
                ? new IscsiException(IscsiFailure.Closed, "the session is not in full feature phase")
                : new IscsiException(IscsiFailure.TargetLeft, LogoutWanted)));
            return;
        }

        _now = now;
        _waiting.Enqueue(task);
        SendWaiting();
    }

    /// <summary>The next bytes to write, as one write; valid until the next call. False when nothing waits.</summary>
    public bool TryTakeOutput(out ReadOnlyMemory<byte> segment) => _output.TryTake(join: !_profile.SplitsHeaderAndData, out segment);

    private void Process(TimeSpan now)
    {
        _now = _lastHeard = now;
        try
        {
            while (!IsOver && !IsLoggedOut && _reader.TryRead(out var pdu))
            {
                _observer?.Invoke(PduDirection.Received, pdu);
                if (pdu.HasDataDigestError)
                {
                    throw new IscsiException(IscsiFailure.DigestError, $"the data of a PDU with opcode 0x{(byte)pdu.Header.Opcode:x2} do not fit their digest");
                }

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
            Fail(error.IsDigestError ? IscsiFailure.DigestError : IscsiFailure.MalformedPdu, $"the target sent a malformed PDU: {error.Message}", error);
        }
        catch (IscsiException error)
        {
            Fail(error);
        }

        if (IsOver)
        {
            return;
        }

        SendWaiting();
        if (_leaveBy is not null)
        {
            LeaveWhenIdle();
        }
    }

    private void HandleLogin(Pdu pdu)
    {
        if (pdu.Header.Opcode != Opcode.LoginResponse)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent {pdu.Header.Opcode} during the login, expected LoginResponse");
        }

        var response = LoginResponse.Read(pdu.Header);
        _expStatSN = response.StatSN + 1;
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
        _reader.Digests = _output.Digests = _limits.Digests;
        if (_profile.IsThorough)
        {
            _reader.LeastRoom = ThoroughBufferLength;
        }

        if (_options.PingInterval is { } interval)
        {
            Schedule(_now + interval);
        }
    }

    private void SendLogin()
    {
        var (flags, text) = _login.NextRequest();
        _loginDeadline = _now + _options.LoginTimeout;
        Schedule(_loginDeadline.Value);
        Send(new LoginRequest(flags, 0, 0, Isid, 0, _loginTag, _profile.Cid, _cmdSN, _expStatSN), text.Span);
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

    private uint NextTag()
    {
        if (_loginTagIsFree)
        {
            _loginTagIsFree = false;
            return _loginTag;
        }

        // The counter comes round after 65,536 commands, and one of them may still be under way.
        var tag = _tags.Next();
        while (_outstanding.ContainsKey(tag) || _requests.ContainsKey(tag))
        {
            tag = _tags.Next();
        }

        return tag;
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

    private void NoteStatus(uint statSN)
    {
        if (_profile.IsThorough && statSN != _expStatSN)
        {
            throw new IscsiException(IscsiFailure.UnexpectedPdu, $"the target sent status number {statSN}, expected {_expStatSN}");
        }

        _expStatSN = statSN + 1;
    }

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
        EndAll(failure);
    }

    private void EndAll(IscsiException failure)
    {
        ScsiTask[] open = [.. _outstanding.Values, .. _waiting];
        ControlRequest[] requests = [.. _requests.Values];
        _outstanding.Clear();
        _waiting.Clear();
        _requests.Clear();
        foreach (var task in open)
        {
            if (task == _lent)
            {
                _heldBack = task;
            }
            else
            {
                task.Fail(task.AbortCause ?? failure);
            }
        }

        foreach (var request in requests)
        {
            request.Complete(failure);
        }
    }
}
