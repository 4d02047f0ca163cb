using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using BootLab.Report.Accounts;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Systems;

/// <summary>Watches a guest whose system knows nothing of BootLab: QEMU's events, and its screen, which is looked at every few seconds so that the last picture before a restart is kept.</summary>
internal sealed class SystemWatch
{
    private static readonly TimeSpan s_betweenPictures = TimeSpan.FromSeconds(3);

    private readonly Channel<(string Name, JsonNode? Data)> _events = Channel.CreateUnbounded<(string, JsonNode?)>();
    private readonly List<Screenshot?> _beforeRestarts = [];
    private readonly QemuGuest _guest;
    private readonly BootLog _log;

    public SystemWatch(QemuGuest guest, BootLog log)
    {
        _guest = guest;
        _log = log;
        guest.Qmp.Occurred += (name, data) => _events.Writer.TryWrite((name, data));
    }

    /// <summary>What the screen showed last.</summary>
    public Screenshot? Screen { get; private set; }

    /// <summary>What it showed before each restart; null where no picture was taken.</summary>
    public IReadOnlyList<Screenshot?> BeforeRestarts => _beforeRestarts;

    /// <summary>Lets the guest run and watches it to the end.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="restarts">Restarts after which it is given up.</param>
    /// <param name="gate">What stops at boot sectors; null where there are none.</param>
    /// <param name="cancellation">Ends the watching.</param>
    public async Task<WatchEnd> RunAsync(TimeSpan limit, int restarts, BootSectorGate? gate, CancellationToken cancellation)
    {
        await _guest.Qmp.ExecuteAsync("set-action", new JsonObject { ["reboot"] = "reset", ["shutdown"] = "pause", ["panic"] = "none" }, cancellation);
        using var stop = new CancellationTokenSource();
        _log.Start();
        var running = gate is null ? _guest.Qmp.ExecuteAsync("cont", cancellation: cancellation) : gate.RunAsync(stop.Token);
        try
        {
            return await WatchAsync(limit, restarts, running, cancellation);
        }
        catch (OperationCanceledException)
        {
            return WatchEnd.Interrupted;
        }
        finally
        {
            Screen = await Screenshot.TakeAsync(_guest, CancellationToken.None) ?? Screen;
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WatchEnd> WatchAsync(TimeSpan limit, int restarts, Task running, CancellationToken cancellation)
    {
        while (_log.Elapsed is var elapsed && elapsed < limit)
        {
            var happened = await NextAsync(limit - elapsed < s_betweenPictures ? limit - elapsed : s_betweenPictures, cancellation);
            if (running.IsFaulted)
            {
                await running;
            }

            switch (happened)
            {
                case null when _guest.Exited.IsCompleted:
                    return WatchEnd.QemuEnded;
                case null:
                    Screen = await Screenshot.TakeAsync(_guest, cancellation) ?? Screen;
                    break;
                case { Name: "RESET", Data: var data } when IsByGuest(data) && _log.Reset():
                    _beforeRestarts.Add(Screen);
                    Screen = null;
                    if (_log.Restarts > restarts)
                    {
                        return WatchEnd.RestartedTooOften;
                    }

                    break;
                case { Name: "GUEST_PANICKED", Data: var data }:
                    _log.Panic(StopCode(data));
                    Screen = await Screenshot.TakeAsync(_guest, cancellation) ?? Screen;
                    break;
                case { Name: "SHUTDOWN" }:
                    return WatchEnd.SwitchedOff;
            }
        }

        return WatchEnd.Limit;
    }

    private static bool IsByGuest(JsonNode? data) => data?["guest"] is { } guest && guest.GetValue<bool>();

    /// <summary>The stop code in an event of QEMU's: the first of Hyper-V's crash registers, where the system wrote them.</summary>
    internal static uint? StopCode(JsonNode? data) =>
        data?["info"] is JsonObject info && info["type"]?.GetValue<string>() == "hyper-v" && info["arg1"] is { } code
        && uint.TryParse(code.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The next event; null when none comes in time, or QEMU is gone.</summary>
    private async Task<(string Name, JsonNode? Data)?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            return await _events.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
