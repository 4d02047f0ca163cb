using System.Runtime.CompilerServices;
using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>
/// A session that is made anew when it is lost, with the identity that it had (the same ISID, so that the target lets the old one go). Commands without an answer are repeated
/// where that does no harm: reads, and writes of given data to given blocks. Anything else fails, for nobody knows whether it was carried out.
/// </summary>
/// <remarks>
/// A target that lost its power may have lost what it had acknowledged but not been told to flush; no initiator can see that. Several threads may use it at once.
/// </remarks>
public sealed class ReconnectingSession : IScsiPort, IAsyncDisposable, IDisposable
{
    private readonly IscsiConnector _connector;
    private readonly IscsiPortal _portal;
    private readonly ReconnectPolicy _policy;
    private readonly SemaphoreSlim _connecting = new(1);
    private InitiatorOptions _options;
    private IscsiSession? _session;
    private bool _disposed;

    /// <summary>Makes a session that logs in at its first command.</summary>
    /// <param name="connector">Connects and logs in.</param>
    /// <param name="portal">Where to; after a redirection too, the next login begins here.</param>
    /// <param name="options">Who logs in, to what, and how.</param>
    /// <param name="policy">How often; null for the usual.</param>
    public ReconnectingSession(IscsiConnector connector, IscsiPortal portal, InitiatorOptions options, ReconnectPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(options);
        _connector = connector;
        _portal = portal;
        _options = options;
        _policy = policy ?? new ReconnectPolicy();
    }

    /// <summary>Sessions logged in so far.</summary>
    public int Logins { get; private set; }

    /// <inheritdoc/>
    public TimeProvider Time => _connector.Time;

    /// <inheritdoc/>
    public CommandRetries Retries { get; init; } = CommandRetries.Standard;

    /// <summary>A logical unit of the target.</summary>
    public LogicalUnit GetLogicalUnit(ScsiLun lun) => new(this, lun);

    /// <inheritdoc/>
    public ValueTask<ScsiResult> ExecuteAsync(
        ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default, CancellationToken cancellation = default) =>
        ExecuteAsync(false, lun, cdb, dataIn, dataOut, cancellation);

    /// <inheritdoc/>
    public ScsiResult Execute(ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default) =>
        Synchronously.Run(ExecuteAsync(true, lun, cdb, dataIn, dataOut, default));

    /// <summary>Logs out where there is a session, and makes no other.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_session is { Failure: null } session)
        {
            await session.LogoutAsync();
        }
    }

    /// <summary>Logs out where there is a session, and makes no other.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (_session is { Failure: null } session)
        {
            session.Logout();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ScsiResult> ExecuteAsync(
        bool blocking, ScsiLun lun, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, CancellationToken cancellation)
    {
        for (var repeats = 0; ; repeats++)
        {
            var session = _session is { Failure: null } living ? living : await ReconnectAsync(blocking, cancellation);
            try
            {
                return blocking ? session.Execute(lun, cdb, dataIn, dataOut) : await session.ExecuteAsync(lun, cdb, dataIn, dataOut, cancellation);
            }
            catch (IscsiException error) when (repeats < _policy.MaxRepeats && !_disposed && IsLost(session, error) && (MayRepeat(cdb) || error.Failure == IscsiFailure.TargetLeft))
            {
                // The next turn of the loop finds another session.
                if (session.Failure is null)
                {
                    await PauseAsync(blocking, _policy.Delay, cancellation);
                }
            }
        }
    }

    private static bool IsLost(IscsiSession session, IscsiException error) => session.Failure is not null || error.Failure == IscsiFailure.TargetLeft;

    /// <summary>Logs in again, unless somebody else did meanwhile.</summary>
    private async ValueTask<IscsiSession> ReconnectAsync(bool blocking, CancellationToken cancellation)
    {
        if (blocking)
        {
            _connecting.Wait(cancellation);
        }
        else
        {
            await _connecting.WaitAsync(cancellation);
        }

        try
        {
            return _session is { Failure: null } living ? living : await LogInAsync(blocking, cancellation);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async ValueTask<IscsiSession> LogInAsync(bool blocking, CancellationToken cancellation)
    {
        var wait = _session?.Failure?.Time2Wait ?? TimeSpan.Zero;
        var delay = _policy.Delay;
        for (var tries = 1; ; tries++)
        {
            await PauseAsync(blocking, wait, cancellation);
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _session = blocking ? _connector.Connect(_portal, _options) : await _connector.ConnectAsync(_portal, _options, cancellation);
                _options = _options with { Isid = _session.Isid };
                Logins++;
                return _session;
            }
            catch (IscsiException error) when (_session is not null && tries < _policy.MaxLogins && MayPass(error))
            {
                wait = delay;
                delay = delay * 2 < _policy.MaxDelay ? delay * 2 : _policy.MaxDelay;
            }
        }
    }

    private async ValueTask PauseAsync(bool blocking, TimeSpan wait, CancellationToken cancellation)
    {
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        if (blocking)
        {
            Thread.Sleep(wait);
        }
        else
        {
            await Task.Delay(wait, Time, cancellation);
        }
    }

    // A target that is being started again refuses connections first, and then logins to disks that it does not have yet.
    private static bool MayPass(IscsiException error) => error.Failure switch
    {
        IscsiFailure.ConnectionLost or IscsiFailure.TimedOut or IscsiFailure.TargetLeft => true,
        IscsiFailure.LoginRefused => error.Refusal is { StatusClass: 3 } or { StatusClass: 2, StatusDetail: 3 or 4 },
        _ => false,
    };

    private static bool MayRepeat(Cdb cdb) => cdb.OperationCode is
        OperationCode.TestUnitReady or OperationCode.RequestSense or OperationCode.Inquiry or OperationCode.ModeSense6 or OperationCode.ModeSense10
        or OperationCode.ReadCapacity10 or OperationCode.ServiceActionIn16 or OperationCode.ReportLuns
        or OperationCode.Read6 or OperationCode.Read10 or OperationCode.Read12 or OperationCode.Read16
        or OperationCode.Write6 or OperationCode.Write10 or OperationCode.Write12 or OperationCode.Write16
        or OperationCode.WriteSame10 or OperationCode.WriteSame16 or OperationCode.Unmap
        or OperationCode.Verify10 or OperationCode.Verify16 or OperationCode.SynchronizeCache10 or OperationCode.SynchronizeCache16;
}
