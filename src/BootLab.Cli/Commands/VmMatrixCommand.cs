using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Sweeping;
using BootLab.Report;
using BootLab.Vm.Layout;
using BootLab.Vm.Sweeping;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm matrix</c>: every combination of what a lab varies, foretold and judged.</summary>
internal static class VmMatrixCommand
{
    private const string JsonLines = "jsonl";
    private const string Junit = "junit";

    public static Command Make(CommandIo io)
    {
        var lab = new Argument<string?>("LAB") { Description = "The lab file, or the folder that holds lab.yaml; it has a 'matrix'.", Arity = ArgumentArity.ZeroOrOne };
        var subset = new Option<string?>("--subset") { Description = "A named part of the matrix." };
        var shard = new Option<Shard>("--shard")
        {
            Description = "One of N parts of the cases, such as 1/4; which part a case belongs to depends on its id alone.",
            DefaultValueFactory = _ => Shard.Whole,
            CustomParser = result =>
            {
                if (!Shard.TryParse(result.Tokens[0].Value, out var value))
                {
                    result.AddError($"--shard: found '{result.Tokens[0].Value}', expected a part and the number of parts, such as 1/4");
                }

                return value;
            },
        };
        var predictOnly = new Option<bool>("--predict-only") { Description = "Judge nothing: no QEMU is needed." };
        var fresh = new Option<bool>("--fresh") { Description = "Boot a guest of the lab's machine for every table." };
        var boot = new Option<bool>("--boot") { Description = "Boot the lab's machine with every table to its end, login included." };
        var guests = new Option<int>("--guests") { Description = "Guests at the same time; one a core when left out.", DefaultValueFactory = _ => Environment.ProcessorCount };
        guests.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
            {
                result.AddError("--guests: expected 1 to 64");
            }
        });
        var results = new Option<string?>("--results") { Description = "A file that is given a line a case as soon as it is judged; what is there already is not judged again." };
        var merge = new Option<string[]>("--merge") { Description = "Show the results of these files together; no LAB is given.", AllowMultipleArgumentsPerToken = true };
        var format = Formats.Option(Formats.Text, Formats.Json, Junit, JsonLines);
        var command = new Command("matrix", "Makes the table of every combination that a lab's matrix names, foretells what becomes of it, and lets a real kernel judge it.")
        {
            lab, subset, shard, predictOnly, fresh, boot, guests, results, merge, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(lab) is null == (result.GetValue(merge) is not { Length: > 0 }))
            {
                result.AddError("expected either a LAB or --merge FILE...");
            }

            if (result.GetValue(predictOnly) && (result.GetValue(fresh) || result.GetValue(boot)))
            {
                result.AddError("--predict-only: expected it without --fresh and --boot, which judge");
            }
        });
        command.SetAction(async (result, stop) =>
        {
            var written = result.GetValue(format)!;
            if (result.GetValue(merge) is { Length: > 0 } files)
            {
                return Merge(io, written, files);
            }

            var loaded = LabSource.Load(result.GetValue(lab)!);
            var sweep = Prepare(loaded, result.GetValue(subset), result.GetValue(shard), stop);
            var options = new SweepJudgeOptions { Guests = result.GetValue(guests), AlwaysFresh = result.GetValue(fresh), Boot = result.GetValue(boot) };
            return Show(io, written, await RunAsync(io, loaded, sweep, result.GetValue(predictOnly) ? null : options, result.GetValue(results), stop));
        });
        return command;
    }

    private static async Task<IReadOnlyList<CaseResult>> RunAsync(CommandIo io, LabFile lab, Sweep sweep, SweepJudgeOptions? options, string? path, CancellationToken stop)
    {
        using var file = path is null ? null : Open(path);
        var all = sweep.Foretold.Count;
        var runner = new SweepRunner(sweep, file) { Progress = done => Progress(io, done, all) };
        try
        {
            await runner.RunAsync(options, () => VmPrepareCommand.FindAsync(io, stop), stop);
        }
        catch (OperationCanceledException)
        {
            var rest = path is null ? "'--results FILE' keeps them another time" : $"they are in {path}, and the same command goes on from there";
            throw CommandFailure.Fatal($"{lab.Name}: interrupted with {runner.Results.Count} of {all} cases; {rest}");
        }
        catch (PciLayoutException impossible)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {impossible.Message}");
        }

        return runner.Results;
    }

    private static void Progress(CommandIo io, int done, int all)
    {
        if (io.IsErrorTerminal)
        {
            io.Error.Write($"\r{done} of {all} cases{(done == all ? "\n" : "")}");
        }
    }

    private static Sweep Prepare(LabFile lab, string? subset, Shard shard, CancellationToken stop)
    {
        try
        {
            return Sweep.Prepare(lab, subset, shard, stop);
        }
        catch (ArgumentException wrong)
        {
            throw CommandFailure.Usage(wrong.Message);
        }
        catch (TimeoutException stuck)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {stuck.Message}");
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted");
        }
    }

    private static ResultsFile Open(string path)
    {
        try
        {
            return ResultsFile.Open(path);
        }
        catch (InvalidDataException other)
        {
            throw CommandFailure.Fatal(other.Message);
        }
    }

    /// <summary>What several runs have judged. Cases that none of them has are findings: a shard was lost.</summary>
    private static int Merge(CommandIo io, string format, string[] files)
    {
        IReadOnlyList<CaseResult> results;
        try
        {
            results = ResultsFile.Merge(files);
        }
        catch (InvalidDataException other)
        {
            throw CommandFailure.Fatal(other.Message);
        }

        var isComplete = true;
        foreach (var lab in results.GroupBy(result => result.Lab))
        {
            var (there, all) = (lab.Count(), lab.Max(result => result.Of));
            if (there < all)
            {
                io.Error.WriteLine($"{Printable.Text(lab.Key)}: found {there} of {all} cases; merge the files of all shards");
                isComplete = false;
            }
        }

        return Math.Max(Show(io, format, results), isComplete ? ExitCode.Fine : ExitCode.Findings);
    }

    private static int Show(CommandIo io, string format, IReadOnlyList<CaseResult> results)
    {
        var name = string.Join(", ", results.Select(result => result.Lab).Distinct());
        switch (format)
        {
            case Formats.Json:
                io.Output.Write(VmMatrixText.Json(name, results));
                break;
            case Junit:
                io.Output.Write(VmMatrixText.Junit(name, results));
                break;
            case JsonLines:
                io.Output.Write(VmMatrixText.JsonLines(results));
                break;
            default:
                VmMatrixText.Write(io, name, results);
                break;
        }

        return results.All(result => result.IsAsExpected) ? ExitCode.Fine : ExitCode.Findings;
    }
}
