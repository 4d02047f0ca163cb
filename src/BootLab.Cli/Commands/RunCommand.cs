using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Labs.Showing;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab run</c>: the emulated boot of a lab.</summary>
internal static class RunCommand
{
    public static Command Make(CommandIo io)
    {
        var lab = new Argument<string>("LAB") { Description = "A folder with a lab.yaml, or the file itself." };
        var folder = new Option<string?>("--out") { Description = "The folder for ibft.bin, lowmem.bin, boot.pcapng, events.jsonl and console.txt; out/NAME of the lab when left out." };
        var producer = new Option<string?>("--producer") { Description = "Run this one of the lab's boot programs only, or another one on the same machine, such as ipxe-2019-01-25." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("run", "Powers the lab's machine on and shows what its boot program does and leaves.") { lab, folder, producer, format, secrets };
        command.SetAction((result, stop) => Task.FromResult(Run(
            io, result.GetRequiredValue(lab), result.GetValue(folder), result.GetValue(producer), result.GetValue(format)!, result.GetValue(secrets), stop)));
        return command;
    }

    private static int Run(CommandIo io, string path, string? folder, string? producer, string format, bool showSecrets, CancellationToken stop)
    {
        var lab = Load(path);
        if (producer is not null)
        {
            CheckProducer(lab, producer);
        }

        var result = Run(lab, producer, stop);
        var files = WriteFiles(result, folder ?? Path.Combine("out", lab.Name), showSecrets);
        if (format == Formats.Json)
        {
            io.Output.Write(LabJson.Document(result, files, showSecrets));
        }
        else
        {
            LabText.Write(io.Output, io.OutputScreen, result, files, showSecrets);
        }

        return result.IsAsExpected ? ExitCode.Fine : ExitCode.Findings;
    }

    private static LabFile Load(string path)
    {
        try
        {
            return LabLoader.Load(path);
        }
        catch (LabFileException wrong)
        {
            throw CommandFailure.Fatal(wrong.Message);
        }
    }

    private static void CheckProducer(LabFile lab, string producer)
    {
        try
        {
            LabRunner.Select(lab, producer);
        }
        catch (ArgumentException unknown)
        {
            throw CommandFailure.Usage($"--producer: {unknown.Message.Split(" (Parameter")[0]}");
        }
    }

    private static LabResult Run(LabFile lab, string? producer, CancellationToken stop)
    {
        try
        {
            return LabRunner.Run(lab, producer, capture: true, stop);
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

    /// <summary>The main run's files go into the folder, those of the others into a folder of their names below it.</summary>
    private static List<IReadOnlyList<RunArtefact>> WriteFiles(LabResult result, string folder, bool showSecrets) =>
        [.. result.Outcomes.Select((outcome, number) => RunArtefacts.Write(
            outcome.Run, number == 0 ? folder : Path.Combine(folder, FolderOf(outcome.Run.Name)), showSecrets))];

    /// <summary>A name as a folder: letters, digits, dots and dashes, nothing that leads elsewhere.</summary>
    private static string FolderOf(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' ? character : '-')) is var folder
        && folder.Trim('.').Length > 0 ? folder : "run";
}
