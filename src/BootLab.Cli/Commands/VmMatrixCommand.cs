using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Sweeping;
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
                return Show(io, written, Merge(io, files));
            }

            var loaded = LabSource.Load(result.GetValue(lab)!);
            var options = new SweepJudgeOptions { Guests = result.GetValue(guests), AlwaysFresh = result.GetValue(fresh), Boot = result.GetValue(boot) };
            return Show(io, written, await RunAsync(io, loaded, result.GetValue(subset), result.GetValue(shard), result.GetValue(predictOnly) ? null : options, result.GetValue(results), stop));
        });
        return command;
    }

    private static async Task<IReadOnlyList<CaseResult>> RunAsync(
        CommandIo io, LabFile lab, string? subset, Shard shard, SweepJudgeOptions? options, string? path, CancellationToken stop)
    {
        using var file = path is null ? null : Open(path);
        var sweep = Prepare(lab, subset, shard, stop);
        var earlier = (file?.Earlier ?? []).ToDictionary(result => (result.Lab, result.Case));
        var ended = new Dictionary<string, CaseResult>();
        var open = new List<(SweptCase Case, CaseResult Result)>();
        foreach (var (one, foretold) in sweep.Foretold)
        {
            if (earlier.TryGetValue((foretold.Lab, foretold.Case), out var known) && known.Answers(foretold, options))
            {
                ended[foretold.Case] = sweep.Checked(one.Case, known with { Number = foretold.Number, Of = foretold.Of });
            }
            else
            {
                open.Add((one, foretold));
            }
        }

        var cases = open.ToDictionary(one => one.Result.Case, one => one.Case.Case);
        try
        {
            if (options is null)
            {
                open.ForEach(one => Done(one.Result));
            }
            else if (open.Count > 0)
            {
                var pieces = await VmPrepareCommand.FindAsync(io, stop);
                await using var judge = new SweepJudge(pieces, options);
                await judge.JudgeAsync(open, Done, stop);
            }
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted with {ended.Count} of {sweep.Foretold.Count} cases{(path is null ? "; --results FILE keeps them another time" : $"; they are in {path}, and the same command goes on from there")}");
        }
        catch (PciLayoutException impossible)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {impossible.Message}");
        }

        return [.. ended.Values.OrderBy(result => result.Number)];

        void Done(CaseResult judged)
        {
            var result = sweep.Checked(cases[judged.Case], judged);
            file?.Append(result);
            lock (ended)
            {
                ended[result.Case] = result;
                if (io.IsErrorTerminal)
                {
                    io.Error.Write($"\r{ended.Count} of {sweep.Foretold.Count} cases{(ended.Count == sweep.Foretold.Count ? "\n" : "")}");
                }
            }
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

    /// <summary>Of several results of a case the last one counts.</summary>
    private static IReadOnlyList<CaseResult> Merge(CommandIo io, string[] files)
    {
        var all = new Dictionary<(string, string), CaseResult>();
        foreach (var file in files)
        {
            try
            {
                foreach (var result in ResultsFile.Read(file))
                {
                    all[(result.Lab, result.Case)] = result;
                }
            }
            catch (InvalidDataException other)
            {
                throw CommandFailure.Fatal(other.Message);
            }
        }

        foreach (var lab in all.Values.GroupBy(result => result.Lab).Where(lab => lab.Count() < lab.Max(result => result.Of)))
        {
            io.Error.WriteLine($"{lab.Key}: {lab.Count()} of {lab.Max(result => result.Of)} cases are there");
        }

        return [.. all.Values.OrderBy(result => result.Lab, StringComparer.Ordinal).ThenBy(result => result.Number)];
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
