using System.Collections.Concurrent;
using BootLab.Machine;
using BootLab.Vm.Judging;
using BootLab.Vm.Pieces;
using BootLab.Vm.Running;

namespace BootLab.Vm.Sweeping;

/// <summary>How cases are judged.</summary>
public sealed record SweepJudgeOptions
{
    /// <summary>Guests at the same time.</summary>
    public int Guests { get; init; } = Environment.ProcessorCount;

    /// <summary>A guest of its own for every table, in the lab's machine with the case's firmware.</summary>
    public bool AlwaysFresh { get; init; }

    /// <summary>Boots the lab's machine with every table to its end, with open-iscsi and the lab's targets.</summary>
    public bool Boot { get; init; }

    /// <summary>How long a guest may take to boot.</summary>
    public TimeSpan BootLimit { get; init; } = TimeSpan.FromSeconds(120);
}

/// <summary>
/// Judges cases by a real Linux kernel, by the cheapest means that can tell. What a kernel makes of a table that it has found is told by a guest that waits for tables; whether it finds one, for firmware and delivery
/// other than a BIOS and low memory, by one guest of the lab's machine, since it depends on no table. Equal tables are judged once.
/// </summary>
/// <param name="pieces">What guests are started from.</param>
/// <param name="options">How cases are judged.</param>
public sealed class SweepJudge(GuestPieces pieces, SweepJudgeOptions options) : IAsyncDisposable
{
    private readonly LinuxJudge _waiting = new(pieces, new JudgeOptions { Guests = options.Guests, BootLimit = options.BootLimit });
    private readonly ConcurrentDictionary<string, Lazy<Task<Judgement>>> _judged = [];
    private readonly ConcurrentDictionary<(FirmwareKind, TableDelivery), Lazy<Task<(string Table, LinuxVerdict Verdict)>>> _searches = [];

    // How a verdict was come by, as results say it.
    private const string Booted = "booted";
    private const string OwnGuest = "fresh guest";
    private const string WaitingGuest = "waiting guest";
    private const string WaitingGuestAfterSearch = "waiting guest, search by another table's fresh guest";
    private const string OthersGuest = "another table's fresh guest";

    /// <summary>Tables judged so far, or being judged.</summary>
    public int TablesJudged => _judged.Count;

    /// <summary>Means by which a case can have been judged to satisfy the options.</summary>
    internal static IReadOnlyList<string?> MeansAtLeast(SweepJudgeOptions options) =>
        options.Boot ? [Booted] : options.AlwaysFresh ? [Booted, OwnGuest] : [Booted, OwnGuest, WaitingGuest, WaitingGuestAfterSearch, OthersGuest];

    /// <summary>Judges cases, several at a time.</summary>
    /// <param name="cases">Cases with what is foretold of them.</param>
    /// <param name="done">Is given each result as it is there, by one thread or another.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostLacksException">QEMU or its UEFI firmware is not installed.</exception>
    /// <exception cref="VmException">A guest could not be started.</exception>
    public async Task JudgeAsync(IEnumerable<(SweptCase Case, CaseResult Foretold)> cases, Action<SweptCase, CaseResult> done, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(done);
        // A machine that boots to its end takes a whole core and more.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Boot ? 1 : options.Guests, CancellationToken = cancellation };
        await Parallel.ForEachAsync(cases, parallel, async (one, stop) => done(one.Case, await JudgeAsync(one.Case, one.Foretold, stop)));
    }

    /// <summary>Ends all guests.</summary>
    public ValueTask DisposeAsync() => _waiting.DisposeAsync();

    private async Task<CaseResult> JudgeAsync(SweptCase one, CaseResult foretold, CancellationToken cancellation)
    {
        if (one.Bytes is null)
        {
            return foretold;
        }

        var judgement = await _judged.GetOrAdd($"{one.Machine.Firmware} {one.Delivery} {one.Sha256}", _ => new(() => AskAsync(one, cancellation))).Value;
        var results = foretold.Consumers.Select(result => judgement.Verdicts.TryGetValue(result.Consumer, out var verdict) ? result with { Judged = verdict, Means = judgement.Means } : result).ToList();
        return foretold with
        {
            Consumers = results,
            Differences =
            [
                .. results.Where(result => result.Judged is not null && result.Judged.Label != result.Foretold.Label)
                    .Select(result => $"{result.Consumer}: foretold {result.Foretold.Label}, judged {result.Judged!.Label}: {result.Judged.Because}"),
                .. judgement.Differences,
            ],
        };
    }

    private async Task<Judgement> AskAsync(SweptCase one, CancellationToken cancellation)
    {
        if (options.Boot)
        {
            return await Task.Factory.StartNew(() => Boot(one, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        var (verdict, means) = await AskKernelAsync(one, cancellation);
        return new Judgement(means, new() { [KernelAnswer.Model.Id] = KernelAnswer.Verdict(one, verdict) }, KernelAnswer.Differences(one, verdict));
    }

    private async Task<(LinuxVerdict Verdict, string Means)> AskKernelAsync(SweptCase one, CancellationToken cancellation)
    {
        if (options.AlwaysFresh || TablePlace.NeedsSearch(one.Bytes))
        {
            return (await FreshAsync(one, cancellation), OwnGuest);
        }

        if (one is { Delivery: TableDelivery.LowMemory, Machine.Firmware: FirmwareKind.Bios })
        {
            return (await _waiting.JudgeAsync(one.Bytes, cancellation), WaitingGuest);
        }

        var (table, search) = await _searches.GetOrAdd((one.Machine.Firmware, one.Delivery), _ => new(async () => (one.Sha256!, await FreshAsync(one, cancellation)))).Value;
        if (table == one.Sha256)
        {
            return (search, OwnGuest);
        }

        return search switch
        {
            { Outcome: VerdictOutcome.NoAnswer } => (await FreshAsync(one, cancellation), OwnGuest),
            { IsFound: false } => (search, OthersGuest),
            _ => (await _waiting.JudgeAsync(one.Bytes, cancellation), WaitingGuestAfterSearch),
        };
    }

    private Task<LinuxVerdict> FreshAsync(SweptCase one, CancellationToken cancellation) =>
        FreshGuest.JudgeAsync(pieces, one.Machine, one.Delivery, one.Bytes!, options.BootLimit, cancellation);

    private Judgement Boot(SweptCase one, CancellationToken cancellation)
    {
        var run = VmRunner.RunGuest(one.Lab, one.Boot, pieces, new VmRunOptions(), cancellation, one.Delivery);
        return new Judgement(
            Booted,
            new()
            {
                [KernelAnswer.Model.Id] = KernelAnswer.Verdict(one, run.Verdict),
                [LoginConsumer.Name] = LoginConsumer.Read(run.Outcome),
            },
            run.Differences);
    }

    /// <summary>What was found out about a table.</summary>
    private sealed record Judgement(string Means, Dictionary<string, CaseVerdict> Verdicts, IReadOnlyList<string> Differences);
}
