using BootLab.Ibft.Generation;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Fuzzing;

/// <summary>Gives random tables to a real kernel and to the model of its version, and compares the answers.</summary>
/// <param name="judge">The kernel.</param>
/// <param name="model">The model of its version.</param>
/// <param name="atATime">Tables on their way at the same time.</param>
public sealed class TableFuzzer(LinuxJudge judge, LinuxKernel model, int atATime)
{
    // Minimising takes some hundred answers.
    private const int MostMinimised = 5;

    /// <summary>Runs the first tables of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="progress">Is told how many have been answered.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HostLacksException">QEMU is not installed.</exception>
    /// <exception cref="VmException">A guest could not be started.</exception>
    public async Task<FuzzReport> RunAsync(int seed, int count, Action<int> progress, CancellationToken cancellation)
    {
        var functions = await judge.FunctionsAsync(cancellation);
        var tables = TableGenerator.Many(seed, count).ToArray();
        var foretold = tables.Select(table => Foretell(table.Bytes, functions)).ToArray();
        var verdicts = new LinuxVerdict[count];
        var answered = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = atATime, CancellationToken = cancellation }, async (number, stop) =>
        {
            verdicts[number] = await JudgeAsync(tables[number].Bytes, foretold[number], stop);
            progress(Interlocked.Increment(ref answered));
        });

        var disagreements = new List<Disagreement>();
        foreach (var (table, reading, verdict) in tables.Zip(foretold, verdicts))
        {
            if (reading.Outcome != ConsumerOutcome.Undefined && AnswerComparison.Differences(reading, verdict) is { Count: > 0 } differences)
            {
                disagreements.Add(await LookIntoAsync(new Disagreement(table, table.Bytes, reading, verdict, differences, CameAgain: false), functions, disagreements.Count < MostMinimised, cancellation));
            }
        }

        var reasons = AnswerReason.Rejections.ToDictionary(reason => reason, _ => 0);
        foreach (var reason in foretold.SelectMany(AnswerReason.Of))
        {
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        return new FuzzReport
        {
            Seed = seed,
            Count = count,
            Valid = tables.Count(table => table.Mutations.Count == 0),
            Summed = tables.Count(table => table.IsSummed),
            Compared = foretold.Zip(verdicts).Count(answers => answers.First.Outcome != ConsumerOutcome.Undefined && answers.Second.Outcome != VerdictOutcome.NoAnswer),
            Undefined = foretold.Count(reading => reading.Outcome == ConsumerOutcome.Undefined),
            Searched = verdicts.Count(verdict => verdict.HasSearched),
            Reasons = reasons,
            Killers = [.. tables.Where((_, number) => verdicts[number].Outcome == VerdictOutcome.NoAnswer)],
            Disagreements = disagreements,
        };
    }

    private LinuxReading Foretell(byte[] table, IReadOnlySet<PciAddress> functions) => model.Read(PlacedTable.InLowMemory(table), functions.Contains);

    /// <summary>A table that makes the kernel write where it must not gets a guest that nobody else needs afterwards.</summary>
    private Task<LinuxVerdict> JudgeAsync(byte[] table, LinuxReading foretold, CancellationToken cancellation) =>
        judge.JudgeAsync(table, foretold.Undefined.Any(undefined => undefined.IsWrite), cancellation);

    private async Task<Disagreement> LookIntoAsync(Disagreement found, IReadOnlySet<PciAddress> functions, bool minimises, CancellationToken cancellation)
    {
        if (!minimises || await AskAsync(found.Table.Bytes) is not { } again)
        {
            return found;
        }

        var smallest = again;
        await new TableMinimiser(found.Table.Bytes, found.Table.Base).RunAsync(async bytes =>
        {
            if (await AskAsync(bytes) is not { } smaller)
            {
                return false;
            }

            smallest = smaller;
            return true;
        });
        return smallest;

        // The disagreement about these bytes; null when there is none.
        async Task<Disagreement?> AskAsync(byte[] bytes)
        {
            var foretold = Foretell(bytes, functions);
            if (foretold.Outcome == ConsumerOutcome.Undefined)
            {
                return null;
            }

            var verdict = await JudgeAsync(bytes, foretold, cancellation);
            var differences = AnswerComparison.Differences(foretold, verdict);
            return differences.Count == 0 ? null : new Disagreement(found.Table, bytes, foretold, verdict, differences, CameAgain: true);
        }
    }
}
