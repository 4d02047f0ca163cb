using System.CommandLine;
using BootLab.Vm.Judging;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm check</c>: a real Linux kernel's verdict on tables.</summary>
internal static class VmCheckCommand
{
    private const string Accepted = "accepted";
    private const string Rejected = "rejected";
    private const string LowMemory = "lowmem";
    private const string Acpi = "acpi";
    private const string Boot = "boot";
    private const string Answer = "answer";

    public static Command Make(CommandIo io)
    {
        var tables = new Argument<string[]>("SOURCE") { Description = TableSource.Description, Arity = ArgumentArity.OneOrMore };
        var reader = new TableSource();
        var expect = new Option<string>("--expect") { Description = "What is no finding: accepted (also in part) or rejected.", DefaultValueFactory = _ => Accepted };
        expect.AcceptOnlyFromAmong(Accepted, Rejected);
        var by = new Option<string>("--by") { Description = "How the table comes into the guest: lowmem, or acpi (where QEMU repairs length and checksum).", DefaultValueFactory = _ => LowMemory };
        by.AcceptOnlyFromAmong(LowMemory, Acpi);
        var fresh = new Option<bool>("--fresh") { Description = "A guest for every table that has met no other, started from a saved state." };
        var boot = new Option<bool>("--boot") { Description = "Boot a guest for every table, not only where the search for it matters." };
        var guests = Guests();
        var accel = AccelOption.Make();
        var deadline = Deadlines();
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("check", "Gives tables to a real Linux kernel in QEMU and shows what it makes of them.") { tables, expect, by, fresh, boot, guests, accel, deadline, format, secrets };
        reader.AddTo(command);
        command.SetAction(async (result, stop) => await RunAsync(
            io,
            result.GetRequiredValue(tables),
            await Task.WhenAll(result.GetRequiredValue(tables).Select(source => ReadAsync(io, reader, source, result, stop))),
            Limits(result, deadline) with
            {
                Delivery = result.GetValue(by) == Acpi ? TableDelivery.Acpi : TableDelivery.LowMemory,
                AlwaysFresh = result.GetValue(fresh),
                AlwaysBoot = result.GetValue(boot),
                Guests = result.GetValue(guests),
            },
            result.GetValue(accel)!,
            result.GetValue(expect) == Rejected,
            result.GetValue(format)!,
            result.GetValue(secrets),
            stop));
        return command;
    }

    /// <summary>The option <c>--deadline</c> for guests that judge.</summary>
    public static Option<string[]> Deadlines() => DeadlineOption.Make((Boot, new JudgeOptions().BootLimit), (Answer, new JudgeOptions().AnswerLimit));

    /// <summary>How tables are judged, with the limits that were given.</summary>
    public static JudgeOptions Limits(ParseResult result, Option<string[]> deadline)
    {
        var (limits, given) = (new JudgeOptions(), DeadlineOption.Read(result, deadline));
        return limits with { BootLimit = given.GetValueOrDefault(Boot, limits.BootLimit), AnswerLimit = given.GetValueOrDefault(Answer, limits.AnswerLimit) };
    }

    /// <summary>The option <c>--guests</c>.</summary>
    public static Option<int> Guests()
    {
        var guests = new Option<int>("--guests") { Description = "Guests at the same time; one a core when left out.", DefaultValueFactory = _ => Environment.ProcessorCount };
        guests.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64)
            {
                result.AddError("--guests: expected 1 to 64");
            }
        });
        return guests;
    }

    private static async Task<int> RunAsync(
        CommandIo io, string[] names, byte[][] tables, JudgeOptions options, string accel, bool expectsRejected, string format, bool showSecrets, CancellationToken stop)
    {
        var pieces = await VmPrepareCommand.FindAsync(io, stop);
        await using var judge = new LinuxJudge(pieces, options with { UsesKvm = await AccelOption.UsesKvmAsync(accel, () => Task.FromResult(pieces), stop) });
        var verdicts = await judge.JudgeAllAsync(tables.Select(table => (ReadOnlyMemory<byte>)table), stop);
        var judged = names.Zip(verdicts, (name, verdict) => (Name: name, Verdict: showSecrets ? verdict : VerdictText.WithoutSecrets(verdict))).ToList();
        if (format == Formats.Json)
        {
            io.Output.Write(VerdictText.Json(pieces.KernelVersion, judged));
        }
        else
        {
            VerdictText.Write(io, judged);
        }

        var isAsExpected = verdicts.All(verdict => expectsRejected
            ? verdict.Outcome == VerdictOutcome.Rejected
            : verdict.Outcome is VerdictOutcome.Accepted or VerdictOutcome.AcceptedInPart);
        return isAsExpected ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<byte[]> ReadAsync(CommandIo io, TableSource reader, string source, ParseResult result, CancellationToken stop) =>
        (await reader.ReadOneAsync(io, source, result, stop)).Table.Bytes.ToArray();
}
