using System.CommandLine;
using System.Security.Cryptography;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;
using BootLab.Report.Accounts;
using BootLab.Rules.Predicting;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab report</c>: an account of a boot of Windows that can be sent in, without what belongs to the site.</summary>
internal static class ReportCommand
{
    private const int KeySize = 16;
    private const string Markdown = "markdown";

    // Near where iPXE has its table, for a boot that never came so far.
    private const ulong HandedOver = 0x9a000;

    private static readonly string s_outcomes = string.Join(", ", AccountCheck.Outcomes);

    public static Command Make(CommandIo io)
    {
        var run = new Option<string?>("--run") { Description = $"The folder that bootlab vm run --image has left: its table, its lab and what was seen." };
        var situation = new SituationOptions();
        var outcome = new Option<string?>("--outcome") { Description = $"How the boot ended, as you saw it: {s_outcomes}, or stop-7b with the stop code on the screen." };
        outcome.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !AccountCheck.IsOutcome(token.Value)))
            {
                result.AddError($"--outcome: found '{token.Value}', expected {s_outcomes}, or stop- and a stop code in hexadecimal digits, such as stop-7b");
            }
        });
        var note = new Option<string?>("--note") { Description = "What else is to be said. Addresses, and names that the case has, are replaced in it; other names are yours to leave out." };
        var file = new Option<string?>("--out", "-o") { Description = "The file; standard output when left out." };
        var check = new Option<string?>("--check") { Description = "Reads an account that was sent in: its case is predicted again and held against what happened." };
        var format = Formats.Option(Markdown, Formats.Json);
        var command = new Command("report", "Writes an account of a boot of Windows that can be sent in: table, machine, installation, prediction and outcome, with neutral values in the place of secrets, names, addresses and serial numbers.")
        {
            run, outcome, note, file, check, format,
        };
        situation.AddTo(command);
        command.Validators.Add(result =>
        {
            foreach (var stray in command.Options.Where(option => option != check && option != format && result.GetResult(check) is not null && result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{stray.Name}: found beside --check, expected the account alone: it says all itself; leave {stray.Name} out");
            }
        });
        command.SetAction(async (result, stop) =>
        {
            if (result.GetValue(check) is { } sent)
            {
                return Check(io, sent, result.GetValue(format)!);
            }

            var seen = result.GetValue(run) is { } folder ? Seen(folder) : null;
            if (seen is not null && situation.NamesTable(result))
            {
                throw CommandFailure.Usage("found --run beside --table or --producer, expected one of them: the run has its table");
            }

            var lab = situation.Lab(result) ?? (seen is null ? null : LabSource.Load(seen.LabFile));
            using var asked = await situation.ReadAsync(io, result, stop, seen is null ? null : Watched(seen, lab!));
            var account = Account.Of(
                new AccountSource(asked.Of(asked.Release ?? WindowsRelease.All[0]))
                {
                    IsReleaseKnown = asked.Release is not null,
                    BootProgram = seen is not null ? seen.Package : lab is not null ? ProgramOf(lab, situation.ProducerOf(result)) : null,
                    Outcome = result.GetValue(outcome),
                    Note = result.GetValue(note),
                    Seen = seen,
                },
                RandomNumberGenerator.GetBytes(KeySize));
            Write(io, account, result.GetValue(format)!, result.GetValue(file));
            return ExitCode.Fine;
        });
        return command;
    }

    private static int Check(CommandIo io, string file, string format)
    {
        var sent = LabSource.Guard(() => AccountFile.Load(file));
        var checks = AccountCheck.Of(sent);
        if (format == Formats.Json)
        {
            io.Output.Write(AccountCheckText.Json(file, sent, checks));
        }
        else
        {
            AccountCheckText.Write(io.Output, io.OutputScreen, file, sent, checks);
        }

        // What was foretold of more than was sent goes before what is foretold without.
        var then = sent.NotSent.Count == 0 ? null : sent.Then.FirstOrDefault(one => one.Profile == Predictor.Windows);
        var decides = then is not null ? AccountCheck.Of(then, sent.Source) : checks is [var first, ..] ? first : null;
        return decides is { Agreement: Agreement.Differs } ? ExitCode.Findings : ExitCode.Fine;
    }

    private static void Write(CommandIo io, Account account, string format, string? file)
    {
        var text = format == Formats.Json ? AccountJson.Document(account) : AccountText.Of(account);
        if (file is null or FreshFile.StandardOutput)
        {
            io.Output.Write(text);
            return;
        }

        FreshFile.Write(file, text);
        io.Error.WriteLine($"bootlab: wrote {file}; read it before you send it: what you wrote yourself is as you wrote it, but for addresses and names that the case has");
    }

    private static Observation Seen(string folder)
    {
        var path = Path.Combine(folder, VmRunImage.ObservationFile);
        if (!File.Exists(path))
        {
            throw CommandFailure.Fatal($"{folder}: found no {VmRunImage.ObservationFile}, expected a folder that bootlab vm run --image has left; for another boot give --lab LAB, or --table TABLE");
        }

        try
        {
            return ObservationJson.Read(File.ReadAllBytes(path));
        }
        catch (ObservationFormatException wrong)
        {
            throw CommandFailure.Fatal($"{path}: {wrong.Message}");
        }
    }

    /// <summary>The boot that was watched, as far as a prediction asks.</summary>
    private static AskedSituation Watched(Observation seen, LabFile lab)
    {
        var machine = (LabRunner.Variants(lab).FirstOrDefault(variant => variant.Name == seen.TableOf)?.Machine ?? lab.Machine) with { MemoryMiB = seen.MemoryMiB };
        return new AskedSituation(lab.Name, IbftReader.ReadLenient(seen.Table).Table?.Initiator?.Name.ToString(), lab.Os, new WindowsSituation
        {
            Release = WindowsRelease.All[0],
            Memory = MemoryOf(seen, machine.Firmware),
            Machine = machine,
            Networks = lab.Networks,
            Targets = lab.Targets,
            PreBoot = new PreBoot(seen.StartedDisk, AccountWords.Headline(seen)),
            Hotfixes = lab.Os?.Hotfixes ?? [],
            Installed = lab.Os?.Installed,
            IsSetup = lab.Os?.IsSetup ?? false,
        });
    }

    private static BootMemory MemoryOf(Observation seen, FirmwareKind firmware)
    {
        try
        {
            return AccountMemory.Of(firmware, seen.Table, seen.HandOver == Observation.Acpi ? null : seen.Address ?? HandedOver, seen.Bios);
        }
        catch (ArgumentException misfit)
        {
            throw CommandFailure.Fatal($"{VmRunImage.ObservationFile}: found a table of {misfit.Message.Split(" (Parameter")[0]}");
        }
    }

    private static string ProgramOf(LabFile lab, string? producer)
    {
        var variant = producer is null ? LabRunner.Variants(lab).First() : LabRunner.Select(lab, producer);
        return $"{variant.Rom.Program.Name}, emulated, {variant.Rom.Driver.ToString().ToLowerInvariant()} driver";
    }
}
