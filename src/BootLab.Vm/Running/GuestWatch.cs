using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using BootLab.Vm.Judging;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Running;

/// <summary>Watches a guest until its report is complete or it is clear that it will not be: marker lines on the report port, events of QEMU's machine protocol, time-outs. No screen is looked at.</summary>
internal sealed class GuestWatch
{
    /// <summary>The device by which a guest tells QEMU that it panics.</summary>
    public const string PanicDevice = "pvpanic";

    /// <summary>SeaBIOS answers a reset of a machine that had started with another one of its own (seen with 1.16.2): what follows this fast, with nothing heard in between, is the same restart.</summary>
    private static readonly TimeSpan s_sameRestart = TimeSpan.FromSeconds(1);

    private readonly Channel<Signal> _signals = Channel.CreateUnbounded<Signal>();
    private readonly QemuGuest _guest;
    private readonly string _mark;
    private readonly GuestLimits _limits;

    /// <param name="guest">A guest that has been started with <c>-S</c>, so that nothing of it is missed.</param>
    /// <param name="mark">The random word of its boot.</param>
    /// <param name="limits">How long is waited.</param>
    public GuestWatch(QemuGuest guest, string mark, GuestLimits limits)
    {
        _guest = guest;
        _mark = mark;
        _limits = limits;
        guest.Qmp.Occurred += (name, data) => _signals.Writer.TryWrite(new Signal(SignalKind.Event, name, data));
    }

    /// <summary>Is told of each stage as it begins.</summary>
    public Action<GuestStage> Progress { get; init; } = _ => { };

    /// <summary>What the guest reported so far.</summary>
    public GuestReport Report { get; } = new();

    /// <summary>What its display showed when it panicked last, switched itself off or at the end; null when it has no display, or QEMU ended by itself.</summary>
    public Screenshot? Screen { get; private set; }

    /// <summary>Lets the guest run and watches it to the end.</summary>
    /// <exception cref="VmException">QEMU ended before the guest ran.</exception>
    public async Task<GuestCourse> RunAsync(CancellationToken cancellation)
    {
        // A restart is to happen and to be seen, though guests are started with -no-reboot. At a panic and at the end the guest stands still until its display was looked at.
        await _guest.Qmp.ExecuteAsync("set-action", new JsonObject { ["reboot"] = "reset", ["shutdown"] = "pause", ["panic"] = "pause" }, cancellation);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reader = ReadAsync(reading.Token);
        try
        {
            await _guest.Qmp.ExecuteAsync("cont", cancellation: cancellation);
            var course = await WatchAsync(cancellation);
            Screen ??= await Screenshot.TakeAsync(_guest, cancellation);
            return course;
        }
        finally
        {
            await reading.CancelAsync();
            await reader;
        }
    }

    private async Task<GuestCourse> WatchAsync(CancellationToken cancellation)
    {
        var (panics, restarts, isOff) = (0, 0, false);
        string? heard = null;
        var stage = GuestStage.Boot;
        var sinceStage = Stopwatch.StartNew();
        Stopwatch? sinceRestart = null; // null again when the guest was heard
        while (await NextAsync(_limits.Of(stage) - sinceStage.Elapsed, cancellation) is { } signal)
        {
            switch (signal)
            {
                case { Kind: SignalKind.Stage }:
                    sinceRestart = null;
                    if (GuestStage.Of(signal.Name) is var next && next.Name != stage.Name)
                    {
                        Enter(next);
                        heard = next.Name;
                        Progress(next);
                    }

                    break;
                case { Kind: SignalKind.Ready }:
                    return Course(GuestEnd.Reported);
                case { Kind: SignalKind.Gone }:
                    return Course(isOff ? GuestEnd.SwitchedOff : GuestEnd.QemuEnded);
                case { Name: "GUEST_PANICKED" }:
                    (panics, sinceRestart) = (panics + 1, null);
                    Enter(GuestStage.Panic);
                    Screen = await Screenshot.TakeAsync(_guest, cancellation) ?? Screen;
                    await _guest.Qmp.ExecuteAsync("cont", cancellation: cancellation);
                    break;
                case { Name: "RESET" } when IsByGuest(signal.Data) && !(sinceRestart?.Elapsed < s_sameRestart):
                    (restarts, sinceRestart) = (restarts + 1, Stopwatch.StartNew());
                    Enter(GuestStage.Boot);
                    if (restarts > _limits.Restarts)
                    {
                        return Course(GuestEnd.RestartedTooOften);
                    }

                    break;
                case { Name: "SHUTDOWN" } when !isOff:
                    isOff = true; // what it said last is still on its way
                    Screen = await Screenshot.TakeAsync(_guest, cancellation) ?? Screen;
                    await _guest.Qmp.ExecuteAsync("quit", cancellation: cancellation);
                    break;
            }
        }

        return stage == GuestStage.Panic ? Course(GuestEnd.Panicked) : Course(GuestEnd.TooSlow) with { Limit = _limits.Of(stage) };

        void Enter(GuestStage next) => (stage, sinceStage) = (next, Stopwatch.StartNew());

        GuestCourse Course(GuestEnd end) => new(end, panics, restarts, heard);
    }

    private static bool IsByGuest(JsonNode? data) => data?["guest"] is { } guest && guest.GetValue<bool>();

    /// <summary>The next signal; null when none comes in time.</summary>
    private async Task<Signal?> NextAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        try
        {
            return await _signals.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var isReady = await Report.ReadOnAsync(_guest.Report, _mark, name => _signals.Writer.TryWrite(new Signal(SignalKind.Stage, name)), cancellation);
            if (!isReady)
            {
                await _guest.Qmp.Ended; // its last events come before the news that it is gone
            }

            _signals.Writer.TryWrite(new Signal(isReady ? SignalKind.Ready : SignalKind.Gone, ""));
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private enum SignalKind
    {
        Stage, Ready, Gone, Event,
    }

    private sealed record Signal(SignalKind Kind, string Name, JsonNode? Data = null);
}
