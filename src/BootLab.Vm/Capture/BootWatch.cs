using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Capture;

/// <summary>Waits for the point of a boot at which its table is to be taken.</summary>
internal sealed class BootWatch
{
    // What SeaBIOS says when it has tried everything.
    private const string NothingToBoot = "No bootable device.";

    private readonly List<string> _console = [];
    private volatile TaskCompletionSource<BootPoint> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CaptureOptions _options;
    private volatile string? _marker;
    private int _awaited;

    private BootWatch(CaptureOptions options, string? marker, int times) => (_options, _marker, _awaited) = (options, marker, times);

    /// <summary>What the guest has printed so far.</summary>
    public IReadOnlyList<string> Console
    {
        get
        {
            lock (_console)
            {
                return [.. _console];
            }
        }
    }

    /// <summary>
    /// The watch for a boot whose emulation is known: one that enters a boot sector is at its point there; another one, or one on UEFI, when the console shows what the script echoed last, or without such an echo the
    /// line that the emulated console shows last; as many times as there.
    /// </summary>
    public static BootWatch For(BootRun emulated, CaptureOptions options)
    {
        if (options.Marker is { } given)
        {
            return new BootWatch(options, ConsoleText.Comparable(given), 1);
        }

        var lines = emulated.Journal.Console.Split('\n').Select(ConsoleText.Comparable).Where(line => line.Length > 0).ToList();
        if ((emulated.Outcome.Kind == BootOutcomeKind.Booted && emulated.Machine.Firmware == FirmwareKind.Bios) || lines.Count == 0)
        {
            return new BootWatch(options, null, 0);
        }

        var marker = LastEcho(emulated) ?? lines[^1];
        return new BootWatch(options, marker, lines.Count(line => line.Contains(marker, StringComparison.Ordinal)));
    }

    /// <summary>Hears what a guest prints from now on.</summary>
    public void Listen(QemuGuest guest) => guest.Console.Printed += Hear;

    /// <summary>Lets a guest run until it is there, and stops it.</summary>
    /// <exception cref="VmException">It did not come there.</exception>
    public async Task<BootPoint> ReachAsync(QemuGuest guest, GdbClient debugger, CancellationToken cancellation)
    {
        using var limit = Limit(cancellation);
        try
        {
            var entered = debugger.ContinueAsync(limit.Token);
            var first = await Task.WhenAny(_said.Task, entered, guest.Exited).WaitAsync(limit.Token);
            if (first == guest.Exited)
            {
                throw Lost($"that QEMU has ended ({guest.QemuOutput.ReplaceLineEndings("; ")})");
            }

            await first;
            await guest.Qmp.ExecuteAsync("stop", cancellation: limit.Token);
            return first == entered ? BootPoint.BootSector : await _said.Task;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Lost($"nothing within {_options.Limit.TotalSeconds:0} s");
        }
    }

    /// <summary>Lets a guest go on, without a breakpoint at which it stopped, until its end, or until the console says what is waited for; whether it said that.</summary>
    /// <exception cref="VmException">It did not come there.</exception>
    public async Task<bool> GoOnAsync(QemuGuest guest, GdbClient debugger, uint? breakpoint, HandOver handOver, CancellationToken cancellation)
    {
        (_marker, _awaited) = (handOver.Until is null ? null : ConsoleText.Comparable(handOver.Until), 1);
        _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var limit = Limit(cancellation);
        try
        {
            if (breakpoint is { } address)
            {
                await debugger.RemoveBreakpointAsync(address, limit.Token);
            }

            var stopped = debugger.ContinueAsync(limit.Token);
            var first = await Task.WhenAny(_said.Task, guest.Exited).WaitAsync(limit.Token);
            await limit.CancelAsync();
            await stopped.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (first == _said.Task && await _said.Task == BootPoint.NothingToBoot)
            {
                throw Lost($"that {GoldenFiles.Words(BootPoint.NothingToBoot)}");
            }

            if (first == guest.Exited && _marker is not null)
            {
                throw Lost("that the guest has ended");
            }

            return first != guest.Exited;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Lost($"nothing within {_options.Limit.TotalSeconds:0} s");
        }
    }

    private CancellationTokenSource Limit(CancellationToken cancellation)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Limit);
        return limit;
    }

    /// <summary>What a script has echoed last, after the table was there.</summary>
    private static string? LastEcho(BootRun emulated)
    {
        const string echo = "echo ";
        var text = emulated.Journal.Events.Reverse().TakeWhile(entry => entry.Stage != "table")
            .FirstOrDefault(entry => entry.Name == "command" && entry.Text.StartsWith(echo, StringComparison.Ordinal))?.Text[echo.Length..];
        return string.IsNullOrWhiteSpace(text) ? null : ConsoleText.Comparable(text);
    }

    private VmException Lost(string found)
    {
        const int lines = 5;
        var expected = _marker is null ? "a boot sector to be entered, or the guest's end after it" : $"'{_marker}' on the console";
        return new VmException($"the boot did not come to its point: found {found}, expected {expected}; last on the console: {string.Join(" / ", Console.Where(line => line.Length > 0).TakeLast(lines))}");
    }

    private void Hear(string line)
    {
        var plain = ConsoleText.Plain(line);
        lock (_console)
        {
            _console.Add(plain);
        }

        _options.Progress?.Invoke(plain);
        if (_marker is not null && ConsoleText.Comparable(plain).Contains(_marker, StringComparison.Ordinal) && --_awaited == 0)
        {
            _said.TrySetResult(BootPoint.Marker);
        }
        else if (plain.Contains(NothingToBoot, StringComparison.Ordinal))
        {
            _said.TrySetResult(BootPoint.NothingToBoot);
        }
    }
}
