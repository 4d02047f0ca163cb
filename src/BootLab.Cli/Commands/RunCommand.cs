using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Labs.Running;
using BootLab.Labs.Showing;
using BootLab.Net.Live;
using BootLab.Report;
using BootLab.Report.Runs;
using BootLab.Report.Terminal;
using BootLab.Rom.Journal;

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
        var install = new Option<bool>("--install") { Description = $"Boot the installation medium: say what Set-up will do, and leave what Windows would remember of this machine as {RunArtefacts.InstalledFile}." };
        var installed = new Option<string?>("--installed") { Description = $"Judge by the record of an installation in this file, such as one that --install left, instead of the lab's." };
        var live = new LiveOptions();
        var command = new Command("run", "Powers the lab's machine on and shows what its boot program does and leaves.") { lab, folder, producer, install, installed, format, secrets };
        foreach (var option in live.All)
        {
            command.Add(option);
        }

        // A thread of its own: Ctrl-C is seen only while the action is under way elsewhere, and programs beside the run live as long as the thread that started them.
        command.SetAction((result, stop) => Task.Factory.StartNew(
            () => Run(io, result, Installed(LabSource.Load(result.GetRequiredValue(lab)), result.GetValue(install), result.GetValue(installed)), stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return command;

        int Run(CommandIo io, ParseResult result, LabFile loaded, CancellationToken stop) => RunCommand.Run(
            io, loaded, result.GetValue(folder), result.GetValue(producer), result.GetValue(format)!, result.GetValue(secrets), live.Read(result, loaded), stop);
    }

    /// <summary>The lab as it boots its medium, or as it was installed by a record; as it is when neither is asked for.</summary>
    private static LabFile Installed(LabFile lab, bool install, string? installed)
    {
        if (!install && installed is null)
        {
            return lab;
        }

        if (LabSituation.ReleaseOf(lab.Os) is null)
        {
            throw CommandFailure.Usage($"{(install ? "--install" : "--installed")}: found {(lab.Os is null ? "no operating system in the lab" : $"'{lab.Os.System}'")}, expected Windows; add 'os: {{system: windows-server-2012}}' or the like");
        }

        return (install, installed) switch
        {
            (true, null) => Installation.Medium(lab),
            (false, { } file) => Installation.After(lab, LabSource.Guard(() => InstallRecordFile.Load(file))),
            _ => throw CommandFailure.Usage("found --install and --installed, expected one of them: an installation starts from nothing"),
        };
    }

    private static int Run(CommandIo io, LabFile lab, string? folder, string? producer, string format, bool showSecrets, LiveRequest live, CancellationToken stop)
    {
        if (producer is not null)
        {
            LabSource.CheckProducer(lab, producer);
        }

        folder ??= Path.Combine("out", lab.Name);
        var (result, beside) = live.Networks.Count == 0 ? (LabSource.Run(lab, producer, capture: true, live: null, stop), []) : RunLive(io, lab, producer, live, folder, stop);
        var files = WriteFiles(result, folder, showSecrets, beside);
        if (format == Formats.Json)
        {
            io.Output.Write(LabJson.Document(result, files, showSecrets));
        }
        else
        {
            LabText.Write(io.Output, io.OutputScreen, result, files, showSecrets);
        }

        if (result.WasSwitchedOff)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted; what there was until then is in {folder}");
        }

        var notInstalled = lab.Os is { IsSetup: true } && result.Outcomes.Any(outcome => outcome.Run.Installed is null);
        return result.IsAsExpected && !notInstalled ? ExitCode.Fine : ExitCode.Findings;
    }

    /// <summary>Runs on live networks, with the programs beside; what these printed comes back too.</summary>
    private static (LabResult Result, IReadOnlyList<RunArtefact> Beside) RunLive(
        CommandIo io, LabFile lab, string? producer, LiveRequest request, string folder, CancellationToken stop)
    {
        try
        {
            if (request.NeedsNamespace && !NetworkNamespace.IsOwn)
            {
                NetworkNamespace.Enter();
            }

            using var live = LiveNetworks.Open(lab, request.Networks);
            live.Progress = io.IsErrorTerminal ? entry => Show(io, entry) : null;
            using var peers = LivePeers.Start(request.Peers, folder, Say, stop);
            peers.WaitForPortals(lab, live, Say, stop);
            var result = LabSource.Run(lab, producer, capture: true, live, stop);
            foreach (var failure in peers.Failures())
            {
                Say(failure);
            }

            return (result, peers.Files);
        }
        catch (LiveException lacking)
        {
            throw CommandFailure.HostLacks(lacking.Message);
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted");
        }

        void Say(string line) => io.Error.WriteLine($"bootlab: {line}");
    }

    /// <summary>An event as it happens, for somebody who waits in front of a terminal. Scripts are left out: their lines may hold secrets.</summary>
    private static void Show(CommandIo io, BootEvent entry)
    {
        if (entry.Stage != "script" && entry.Name is not ("pdu-sent" or "pdu-received"))
        {
            io.Error.WriteLine(io.ErrorScreen.Paint($"{Timeline.Seconds(entry.Time)}  {entry.Stage,-6} {Printable.Text(entry.Text)}", Colour.Dim));
        }
    }

    /// <summary>The main run's files go into the folder, those of the others into a folder of their names below it.</summary>
    private static List<IReadOnlyList<RunArtefact>> WriteFiles(LabResult result, string folder, bool showSecrets, IReadOnlyList<RunArtefact> beside) =>
        [.. result.Outcomes.Select((outcome, number) => number == 0
            ? RunArtefacts.Write(outcome.Run, folder, showSecrets, beside)
            : RunArtefacts.Write(outcome.Run, Path.Combine(folder, FolderOf(outcome.Run.Name)), showSecrets))];

    /// <summary>A name as a folder: letters, digits, dots and dashes, nothing that leads elsewhere.</summary>
    private static string FolderOf(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' ? character : '-')) is var folder
        && folder.Trim('.').Length > 0 ? folder : "run";
}
