using System.Net.Sockets;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// A session over a connected stream: an emulated TCP connection or a socket of the host. It lives on the synchronization context on which
/// it was logged in (an event loop), or on the thread pool where there is none.
/// </summary>
/// <remarks>
/// Logged in over a <see cref="Socket"/> with <see cref="Login"/>, the threads that wait for commands send and receive themselves, and no other thread is involved, until
/// the first asynchronous call; from then on answers are received asynchronously for all. Several threads may use a session at once.
/// </remarks>
public sealed partial class IscsiSession : IScsiPort, IAsyncDisposable, IDisposable
{
    private readonly InitiatorEngine _engine;
    private readonly Stack<AsyncCommand> _freeCommands = [];
    private readonly Stack<ScsiTask> _freeTasks = [];

    private IscsiSession(Stream stream, Socket? socket, InitiatorOptions options, Random random, TimeProvider time, PduObserver? observer)
    {
        _stream = stream;
        _socket = socket;
        Time = time;
        _start = time.GetTimestamp();
        _engine = new InitiatorEngine(options, random, observer);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Retries = options.LoginProfile.IsThorough ? CommandRetries.Standard : CommandRetries.UnitAttentionOnly;
    }

    /// <summary>Why the session is over; null while it lives.</summary>
    public IscsiException? Failure => _engine.Failure;

    /// <summary>Whether it is a discovery session, which takes no SCSI commands.</summary>
    public bool IsDiscovery => _engine.IsDiscovery;

    /// <summary>Whether the target demanded CHAP of the initiator when it logged in.</summary>
    public bool ChapDemanded => _engine.ChapDemanded;

    /// <summary>What the target answered in the login, the last value of each key.</summary>
    public IReadOnlyDictionary<string, string> Negotiated => _engine.Negotiated;

    /// <summary>The initiator's part of the session identifier.</summary>
    public Isid Isid => _engine.Isid;

    /// <inheritdoc/>
    public TimeProvider Time { get; }

    /// <inheritdoc/>
    public CommandRetries Retries { get; }

    /// <summary>Logs in. The stream belongs to the session from here on and is disposed with it, and also when the login does not succeed.</summary>
    /// <param name="stream">The connection, fresh.</param>
    /// <param name="options">Who logs in, to what, and how.</param>
    /// <param name="random">For the ISID and the CHAP challenge.</param>
    /// <param name="time">The clock of the time-outs.</param>
    /// <param name="observer">Is told of every PDU.</param>
    /// <param name="cancellation">Gives up; the result is then <see cref="LoginFailed"/>.</param>
    /// <returns>What came of it; a login that goes wrong is a result, not an exception.</returns>
    public static async Task<LoginResult> LoginAsync(
        Stream stream, InitiatorOptions options, Random random, TimeProvider time, PduObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(time);
        var session = new IscsiSession(stream, null, options, random, time, observer);
        using var registration = cancellation.Register(session.Abandon);
        session.Begin();
        session.StartLoop();
        await session._loginEnded.Task;
        if (session._engine.LoginEnd is not { } end)
        {
            return new LoginSucceeded(session);
        }

        await session.DisposeAsync();
        return end;
    }

    /// <summary>Logs in over a socket that was connected synchronously, while the caller waits.</summary>
    /// <inheritdoc cref="LoginAsync"/>
    public static LoginResult Login(Socket socket, InitiatorOptions options, Random random, TimeProvider time, PduObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(time);
        socket.NoDelay = true;
        var session = new IscsiSession(new NetworkStream(socket, ownsSocket: true), socket, options, random, time, observer);
        session.Begin();
        session.DriveUntil(new LoginEnded(session));
        if (session._engine.LoginEnd is not { } end)
        {
            return new LoginSucceeded(session);
        }

        session.Dispose();
        return end;
    }

    /// <summary>A logical unit of the target.</summary>
    public LogicalUnit GetLogicalUnit(ScsiLun lun) => new(this, lun);

    /// <inheritdoc/>
    public ValueTask<ScsiResult> ExecuteAsync(
        ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ScsiResult>(cancellation);
        }

        StartLoop();
        AsyncCommand? command;
        lock (_gate)
        {
            _freeCommands.TryPop(out command);
        }

        return (command ?? new AsyncCommand(this)).Begin(lun, cdb, dataIn, dataOut, cancellation);
    }

    /// <inheritdoc/>
    public ScsiResult Execute(ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default)
    {
        ThrowIfItBlocksTheLoop();
        ScsiTask? task;
        lock (_gate)
        {
            _freeTasks.TryPop(out task);
        }

        task ??= new ScsiTask();
        task.Set(lun, cdb, dataIn, dataOut);
        Submit(task);
        DriveUntil(new TaskEnded(task));
        var (result, error) = (task.Result, task.Error);
        lock (_gate)
        {
            _freeTasks.Push(task);
        }

        return error is null ? result : throw error;
    }

    /// <summary>Pings the target and waits for its answer.</summary>
    /// <exception cref="IscsiException">The session failed.</exception>
    public Task PingAsync() => RequestAsync("a ping", default, default, (engine, request, now) => engine.Ping(request, now));

    /// <summary>Asks the target to end commands, or to reset.</summary>
    /// <param name="function">What to do; a single command is aborted by the cancellation of its own.</param>
    /// <param name="lun">The logical unit, for functions about one.</param>
    /// <returns>What the target made of it. Commands that it ended fail with <see cref="IscsiFailure.Aborted"/>.</returns>
    /// <exception cref="IscsiException">The session failed.</exception>
    public async Task<TaskManagementOutcome> ManageTasksAsync(TaskManagementFunction function, ScsiLun lun = default)
    {
        if (function == TaskManagementFunction.AbortTask)
        {
            throw new ArgumentException("a command is aborted by its own cancellation", nameof(function));
        }

        var request = await RequestAsync($"{function}", function, lun, (engine, request, now) => engine.Manage(request, now));
        return (TaskManagementOutcome)request.Response;
    }

    /// <summary>Sends text keys and gives the target's answer, however many PDUs both take (RFC 7143, 11.10).</summary>
    /// <exception cref="IscsiException">The session failed, the target rejected the request, or its text is malformed.</exception>
    public async Task<IReadOnlyList<TextKey>> ExchangeTextAsync(IEnumerable<TextKey> keys)
    {
        var request = await RequestAsync("a text request", default, default, (engine, request, now) => engine.ExchangeText(request, keys, now));
        return TextKeys.TryRead(request.Text.ToArray(), out var answer, out var error)
            ? answer
            : throw new IscsiException(IscsiFailure.MalformedTextKey, $"the target's text is malformed: {error!.Message}", error);
    }

    /// <summary>Logs out in good order, then closes the connection. Boot ROMs do not log out, they only close.</summary>
    public async Task LogoutAsync()
    {
        StartLoop();
        lock (_gate)
        {
            _engine.Logout(Now);
        }

        Send();
        await _loggedOut.Task;
        await DisposeAsync();
    }

    /// <summary>Logs out in good order while the caller waits, then closes the connection.</summary>
    public void Logout()
    {
        ThrowIfItBlocksTheLoop();
        lock (_gate)
        {
            _engine.Logout(Now);
        }

        DriveUntil(new LoggedOut(this));
        Dispose();
    }

    /// <summary>Closes the connection; commands under way fail with <see cref="IscsiFailure.Closed"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        Abandon();
        await _timer.DisposeAsync();
    }

    /// <summary>Closes the connection; commands under way fail with <see cref="IscsiFailure.Closed"/>.</summary>
    public void Dispose()
    {
        Abandon();
        _timer.Dispose();
    }

    internal void Submit(ScsiTask task)
    {
        lock (_gate)
        {
            _engine.Submit(task, Now);
        }
    }

    internal void SubmitAndSend(ScsiTask task)
    {
        Submit(task);
        Send();
    }

    internal bool TryTake(Queue<ScsiTask> ended, out ScsiTask? task)
    {
        lock (_gate)
        {
            return ended.TryDequeue(out task);
        }
    }

    internal void Return(AsyncCommand command)
    {
        lock (_gate)
        {
            _freeCommands.Push(command);
        }
    }

    /// <summary>Aborts a command; where that is not in the initiator's power, the session.</summary>
    internal void Cancel(ScsiTask task)
    {
        bool aborts;
        lock (_gate)
        {
            aborts = _engine.Abort(task, new IscsiException(IscsiFailure.Aborted, "the command was cancelled"), Now);
        }

        if (aborts)
        {
            Send();
        }
        else
        {
            Abandon();
        }
    }

    private async Task<ControlRequest> RequestAsync(
        string name, TaskManagementFunction function, ScsiLun lun, Action<InitiatorEngine, ControlRequest, TimeSpan> send)
    {
        StartLoop();
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new ControlRequest(name, _ => completion.SetResult()) { Function = function, Lun = lun };
        lock (_gate)
        {
            send(_engine, request, Now);
        }

        Send();
        await completion.Task;
        return request.Error is { } error ? throw error : request;
    }

    private readonly struct TaskEnded(ScsiTask task) : ICondition
    {
        public bool IsMet => task.IsCompleted;
    }

    private readonly struct LoggedOut(IscsiSession session) : ICondition
    {
        public bool IsMet => session._engine.IsLoggedOut || session._engine.Failure is not null;
    }

    private readonly struct LoginEnded(IscsiSession session) : ICondition
    {
        public bool IsMet => session._engine.IsLoggedIn || session._engine.LoginEnd is not null;
    }
}
