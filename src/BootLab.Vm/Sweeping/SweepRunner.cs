using BootLab.Vm.Pieces;

namespace BootLab.Vm.Sweeping;

/// <summary>Carries a sweep out: what an earlier run has judged already is taken over, the rest is judged, and every result is kept as soon as it is there.</summary>
/// <param name="sweep">The cases with what is foretold of them.</param>
/// <param name="file">Where results are kept; null for nowhere.</param>
public sealed class SweepRunner(Sweep sweep, ResultsFile? file = null)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, CaseResult> _results = [];

    /// <summary>Is told, after each case, how many are done.</summary>
    public Action<int> Progress { get; init; } = _ => { };

    /// <summary>The results so far, in the order of the cases.</summary>
    public IReadOnlyList<CaseResult> Results
    {
        get
        {
            lock (_lock)
            {
                return [.. _results.Values];
            }
        }
    }

    /// <summary>Runs to the end, or until it is given up; <see cref="Results"/> holds what there is then.</summary>
    /// <param name="options">How cases are judged; null when they are only foretold.</param>
    /// <param name="pieces">What guests are started from; asked for when there is something to judge.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostLacksException">QEMU or its UEFI firmware is not installed.</exception>
    /// <exception cref="VmException">A guest could not be started.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task RunAsync(SweepJudgeOptions? options, Func<Task<GuestPieces>> pieces, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var earlier = (file?.Earlier ?? []).ToDictionary(result => (result.Lab, result.Case));
        var open = new List<(SweptCase Case, CaseResult Foretold)>();
        foreach (var (one, foretold) in sweep.Foretold)
        {
            if (earlier.TryGetValue((foretold.Lab, foretold.Case), out var known) && known.Answers(foretold, options))
            {
                Add(one, known with { Number = foretold.Number, Of = foretold.Of });
            }
            else
            {
                open.Add((one, foretold));
            }
        }

        if (options is null)
        {
            open.ForEach(one => Keep(one.Case, one.Foretold));
        }
        else if (open.Count > 0)
        {
            await using var judge = new SweepJudge(await pieces(), options);
            await judge.JudgeAsync(open, Keep, cancellation);
        }
    }

    private void Keep(SweptCase one, CaseResult judged)
    {
        var result = Add(one, judged);
        file?.Append(result);
    }

    private CaseResult Add(SweptCase one, CaseResult judged)
    {
        var result = sweep.Checked(one.Case, judged);
        lock (_lock)
        {
            _results[result.Number] = result;
            Progress(_results.Count);
        }

        return result;
    }
}
