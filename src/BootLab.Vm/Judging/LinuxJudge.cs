using System.Collections.Concurrent;
using BootLab.Machine;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>
/// Judges tables by a real Linux kernel in QEMU. Guests wait between tables with the kernel's module unloaded; a table is written into their memory and the module loaded again,
/// which takes a fraction of a second. A guest that hangs, crashes or ends is replaced. Only the first guest of a host boots: the others start from its saved state.
/// </summary>
/// <param name="pieces">What guests are started from.</param>
/// <param name="options">How tables are judged.</param>
public sealed class LinuxJudge(GuestPieces pieces, JudgeOptions? options = null) : IAsyncDisposable
{
    private readonly JudgeOptions _options = options ?? new JudgeOptions();
    private readonly SemaphoreSlim _free = new((options ?? new JudgeOptions()).Guests);
    private readonly ConcurrentBag<LinuxGuest> _waiting = [];
    private readonly LinuxGuestSetup _setup = new() { Table = TablePlace.Reserve, Words = ["bootlab.serve"], UsesKvm = options?.UsesKvm ?? false };
    private SavedStates? _savedStates;
    private int _guestsStarted;

    private SavedStates States => LazyInitializer.EnsureInitialized(ref _savedStates, () => new SavedStates(pieces, _setup));

    /// <summary>What guests are asked about a table; a test asks for worse.</summary>
    internal string Request { get; set; } = "ibft";

    /// <summary>How long a guest may take for one answer; a test has less patience with one that hangs.</summary>
    internal TimeSpan AnswerLimit { get; set; } = (options ?? new JudgeOptions()).AnswerLimit;

    /// <summary>Guests started so far.</summary>
    public int GuestsStarted => _guestsStarted;

    /// <summary>Judges one table. Calls may come at the same time; as many as there are guests are answered at once.</summary>
    /// <param name="table">Its bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    /// <exception cref="VmException">A guest could not be started, or the table does not fit into low memory.</exception>
    public Task<LinuxVerdict> JudgeAsync(ReadOnlyMemory<byte> table, CancellationToken cancellation = default) => JudgeAsync(table, fresh: false, cancellation);

    /// <summary>Judges one table, in a guest that has met no other when that is asked for.</summary>
    /// <inheritdoc cref="JudgeAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<LinuxVerdict> JudgeAsync(ReadOnlyMemory<byte> table, bool fresh, CancellationToken cancellation = default)
    {
        if (_options.Delivery == TableDelivery.LowMemory && table.Length > TablePlace.LargestTable)
        {
            throw new VmException($"the table has {table.Length} bytes, but low memory has room for {TablePlace.LargestTable} at most: publish it by ACPI");
        }

        await _free.WaitAsync(cancellation);
        try
        {
            return _options.AlwaysBoot || _options.Delivery == TableDelivery.Acpi || TablePlace.NeedsSearch(table.Span)
                ? await JudgeBootingAsync(table, cancellation)
                : await JudgeWaitingAsync(table, fresh || _options.AlwaysFresh, cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Judges several tables; the verdicts are in their order.</summary>
    /// <inheritdoc cref="JudgeAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<IReadOnlyList<LinuxVerdict>> JudgeAllAsync(IEnumerable<ReadOnlyMemory<byte>> tables, CancellationToken cancellation = default) =>
        await Task.WhenAll(tables.Select(table => JudgeAsync(table, cancellation)));

    /// <summary>The PCI functions that guests have: NICs of a table there get a link.</summary>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    /// <exception cref="VmException">A guest could not be started or did not answer.</exception>
    public async Task<IReadOnlySet<PciAddress>> FunctionsAsync(CancellationToken cancellation = default)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return await WithWaitingAsync(guest => AskAsync(guest, "pci", cancellation), fresh: false, cancellation) is { } report
                ? report["pci"].Select(line => PciAddress.Parse(line.Split(' ')[0])).ToHashSet()
                : throw new VmException($"the guest did not name its PCI functions within {AnswerLimit.TotalSeconds:0} s");
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Ends all guests.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_waiting.TryTake(out var guest))
        {
            await guest.DisposeAsync();
        }

        _savedStates?.Dispose();
        _free.Dispose();
    }

    private async Task<LinuxVerdict> JudgeBootingAsync(ReadOnlyMemory<byte> table, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _guestsStarted);
        void Give(QemuArguments arguments, RunFolder folder)
        {
            if (_options.Delivery == TableDelivery.Acpi)
            {
                TablePlace.Publish(arguments, folder, table.Span);
            }
            else
            {
                TablePlace.Load(arguments, folder, table.Span);
            }
        }

        await using var guest = await LinuxGuest.StartAsync(pieces, new LinuxGuestSetup { Table = Give, Words = ["bootlab.report=ibft"], UsesKvm = _options.UsesKvm }, cancellation);
        var report = await WithinAsync(_options.BootLimit, guest.ReadReportAsync, cancellation);
        return report is null ? NoAnswer(await guest.EndAsync(), isFresh: true) : VerdictReader.Read(table.Span, report, isFresh: true);
    }

    private async Task<LinuxVerdict> JudgeWaitingAsync(ReadOnlyMemory<byte> table, bool fresh, CancellationToken cancellation)
    {
        IReadOnlyList<string> console = [];
        var report = await WithWaitingAsync(
            async guest =>
            {
                var bytes = new byte[TablePlace.Room];
                table.Span.CopyTo(bytes);
                guest.Write(TablePlace.Address, bytes);
                var answer = await AskAsync(guest, Request, cancellation);
                console = answer is null ? await guest.EndAsync() : [];
                return answer;
            },
            fresh,
            cancellation);
        return report is null ? NoAnswer(console, fresh) : VerdictReader.Read(table.Span, report, isFresh: false) with { IsFresh = fresh };
    }

    /// <summary>Has a guest that waits do something, and lets it wait again when it has answered; or one that has done nothing yet, which is put away afterwards.</summary>
    private async Task<GuestReport?> WithWaitingAsync(Func<LinuxGuest, Task<GuestReport?>> ask, bool fresh, CancellationToken cancellation)
    {
        var guest = (fresh ? null : await TakeWaitingAsync()) ?? await StartWaitingAsync(cancellation);
        var answered = false;
        try
        {
            var report = await ask(guest);
            answered = report is not null;
            return report;
        }
        finally
        {
            if (answered && !fresh)
            {
                _waiting.Add(guest);
            }
            else
            {
                await guest.DisposeAsync();
            }
        }
    }

    /// <summary>Sends a request; null when the guest ended or did not answer in time.</summary>
    private Task<GuestReport?> AskAsync(LinuxGuest guest, string request, CancellationToken cancellation) =>
        WithinAsync(AnswerLimit, limit => guest.AskAsync(request, limit), cancellation);

    /// <summary>A guest that waits and has not ended meanwhile; null when there is none.</summary>
    private async Task<LinuxGuest?> TakeWaitingAsync()
    {
        while (_waiting.TryTake(out var guest))
        {
            if (!guest.HasEnded)
            {
                return guest;
            }

            await guest.DisposeAsync();
        }

        return null;
    }

    /// <summary>A guest that waits for its first table: from a saved state, or else booted, and its state saved.</summary>
    private async Task<LinuxGuest> StartWaitingAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _guestsStarted);
        if (await States.FindAsync(cancellation) is { } state)
        {
            if (await RestoreAsync(state, cancellation) is { } restored)
            {
                return restored;
            }

            States.Discard(state);
        }

        var guest = await LinuxGuest.StartAsync(pieces, _setup, cancellation);
        try
        {
            if (await WithinAsync(_options.BootLimit, guest.ReadReportAsync, cancellation) is null)
            {
                throw new VmException($"the guest {(guest.HasEnded ? "ended before it was ready" : $"did not boot within {_options.BootLimit.TotalSeconds:0} s")}; its console ended with: {string.Join("; ", (await guest.EndAsync()).TakeLast(3))}");
            }

            await States.SaveAsync(guest, cancellation);
            return guest;
        }
        catch
        {
            await guest.DisposeAsync();
            throw;
        }
    }

    /// <summary>A guest from a saved state; null when QEMU does not take it.</summary>
    private async Task<LinuxGuest?> RestoreAsync(SavedState state, CancellationToken cancellation)
    {
        try
        {
            return await WithinAsync(_options.BootLimit, async limit => (LinuxGuest?)await LinuxGuest.RestoreAsync(pieces, _setup, state, limit), cancellation);
        }
        catch (VmException)
        {
            return null;
        }
    }

    private static LinuxVerdict NoAnswer(IReadOnlyList<string> console, bool isFresh) => new(VerdictOutcome.NoAnswer, console, LoadError: null, [], [], isFresh);

    private static async Task<T?> WithinAsync<T>(TimeSpan span, Func<CancellationToken, Task<T?>> read, CancellationToken cancellation)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(span);
        try
        {
            return await read(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
