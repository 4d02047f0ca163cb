using BootLab.Ibft.Layouts;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Labs.Sweeping;

namespace BootLab.Vm.Sweeping;

/// <summary>A lab's cases with what is foretold of each, ready to be judged.</summary>
public sealed class Sweep
{
    private readonly IReadOnlyList<MatrixExpectation> _expectations;

    private Sweep(IReadOnlyList<MatrixExpectation> expectations, IReadOnlyList<(SweptCase, CaseResult)> foretold) => (_expectations, Foretold) = (expectations, foretold);

    /// <summary>The cases of the shard, each with its result as far as it is foretold.</summary>
    public IReadOnlyList<(SweptCase Case, CaseResult Result)> Foretold { get; }

    /// <summary>Boots each boot program once, emulated, makes the tables and foretells what becomes of them.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="subset">A part of its matrix; null for all of it.</param>
    /// <param name="shard">Which cases of it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The lab has no matrix or no such subset, expects something of a consumer that there is not, or a table does not fit.</exception>
    public static Sweep Prepare(LabFile lab, string? subset, Shard shard, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lab);
        var cases = MatrixCases.Of(lab, subset);
        var expectations = lab.Matrix!.Expect;
        if (expectations.SelectMany(expectation => expectation.Verdicts.Keys).FirstOrDefault(name => SweepConsumers.All.All(consumer => consumer.Id != name)) is { } stranger)
        {
            throw new ArgumentException($"{lab.Name}: found the consumer '{stranger}' in 'expect' of 'matrix', expected one of {string.Join(", ", SweepConsumers.All.Select(consumer => consumer.Id))}");
        }

        var boots = new Dictionary<LabVariant, BootRun>();
        var foretold = new List<(SweptCase, CaseResult)>();
        foreach (var (index, one) in cases.Index().Where(entry => shard.Has(entry.Item)))
        {
            var run = MatrixCases.RunOf(lab, one);
            if (!boots.TryGetValue(run, out var boot))
            {
                boots[run] = boot = LabRunner.RunOne(lab, run, cancellation);
            }

            var swept = Make(lab, one, boot);
            foretold.Add((swept, Foretell(swept, index + 1, cases.Count)));
        }

        return new Sweep(expectations, foretold);
    }

    /// <summary>A result with what is missed of the lab's expectations.</summary>
    public CaseResult Checked(MatrixCase one, CaseResult result)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(result);
        return result with
        {
            Missed =
            [
                .. from expectation in _expectations
                   where one.IsAmong(expectation.When)
                   from wanted in expectation.Verdicts
                   let found = result.Consumers.First(consumer => consumer.Consumer == wanted.Key).Verdict
                   where wanted.Value != found.Word && wanted.Value != found.Label
                   select $"{wanted.Key}: expected {wanted.Value}, found {found.Label}: {found.Because}",
            ],
        };
    }

    private static SweptCase Make(LabFile lab, MatrixCase one, BootRun boot)
    {
        try
        {
            return SweptCase.Of(lab, one, boot);
        }
        catch (LayoutException tooLarge)
        {
            throw new ArgumentException($"{lab.Name}: {one}: {tooLarge.Message}");
        }
    }

    private static CaseResult Foretell(SweptCase swept, int number, int of)
    {
        // Some readers print all that they read.
        var mask = SecretMask.Of(swept.Boot);
        return new CaseResult
        {
            Lab = swept.Lab.Name,
            Case = swept.Case.Id,
            Number = number,
            Of = of,
            Values = swept.Case.Values.ToDictionary(value => value.Key.Word(), value => value.Value),
            Table = swept.Sha256,
            Length = swept.Bytes?.Length ?? 0,
            Consumers = [.. SweepConsumers.All.Select(Ask)],
        };

        ConsumerResult Ask(ISweepConsumer consumer)
        {
            var foretold = consumer.Foretell(swept);
            return new ConsumerResult(consumer.Id, foretold.Verdict with { Because = mask.Apply(foretold.Verdict.Because) }, foretold.Evidence);
        }
    }
}
