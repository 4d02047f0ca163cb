using System.CommandLine;
using BootLab.Os.Linux;
using BootLab.Vm.Fuzzing;
using BootLab.Vm.Judging;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm fuzz</c>: random tables through a real Linux kernel and through the model of it.</summary>
internal static class VmFuzzCommand
{
    public static Command Make(CommandIo io)
    {
        var count = new Option<int>("--count") { Description = "How many tables.", DefaultValueFactory = _ => 300 };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError("--count: expected 1 to 1000000");
            }
        });
        var seed = new Option<int>("--seed") { Description = "Which random tables: the same seed gives the same ones.", DefaultValueFactory = _ => 1 };
        var guests = VmCheckCommand.Guests();
        var keep = new Option<string>("--keep") { Description = "Where tables go about which the two disagree, and tables that kill a guest.", DefaultValueFactory = _ => Path.Combine("out", "vm-fuzz") };
        var deadline = VmCheckCommand.Deadlines();
        var format = Formats.Option(Formats.Text, Formats.Json);
        var command = new Command("fuzz", "Gives random tables, valid and broken, to a real Linux kernel in QEMU and compares its answers with those of the model.") { count, seed, guests, keep, deadline, format };
        command.SetAction((result, stop) => RunAsync(
            io, result.GetValue(count), result.GetValue(seed), VmCheckCommand.Limits(result, deadline) with { Guests = result.GetValue(guests) }, result.GetRequiredValue(keep), result.GetRequiredValue(format), stop));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, int count, int seed, JudgeOptions options, string folder, string format, CancellationToken stop)
    {
        var pieces = await VmPrepareCommand.FindAsync(io, stop);
        await using var judge = new LinuxJudge(pieces, options);
        var model = new LinuxKernel(LinuxVersion.Parse(pieces.KernelVersion));
        var report = await new TableFuzzer(judge, model, options.Guests).RunAsync(seed, count, answered => Progress(io, answered, count), stop);
        io.Output.Write(format == Formats.Json ? FuzzText.Json(pieces.KernelVersion, model, report) : FuzzText.Text(pieces.KernelVersion, model, report));
        foreach (var path in Keep(folder, report))
        {
            io.Error.WriteLine(path);
        }

        return report.Disagreements.Count == 0 ? ExitCode.Fine : ExitCode.Findings;
    }

    private static void Progress(CommandIo io, int answered, int count)
    {
        if (io.IsErrorTerminal && (answered % 100 == 0 || answered == count))
        {
            io.Error.WriteLine($"{answered} of {count} tables answered");
        }
    }

    /// <summary>Writes what is worth a second look; the result is the paths.</summary>
    private static IEnumerable<string> Keep(string folder, FuzzReport report)
    {
        foreach (var disagreement in report.Disagreements)
        {
            yield return Write($"{report.Seed}-{disagreement.Table.Number}.bin", disagreement.Smallest);
            yield return Write($"{report.Seed}-{disagreement.Table.Number}.generated.bin", disagreement.Table.Bytes);
            yield return Write($"{report.Seed}-{disagreement.Table.Number}.txt", System.Text.Encoding.UTF8.GetBytes(FuzzText.Of(report.Seed, disagreement)));
        }

        foreach (var table in report.Killers)
        {
            yield return Write($"{report.Seed}-{table.Number}.killer.bin", table.Bytes);
        }

        string Write(string name, byte[] content)
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, name);
            FreshFile.Write(path, content);
            return path;
        }
    }
}
