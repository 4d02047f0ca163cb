using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Vm.Layout;
using BootLab.Vm.Pieces;
using BootLab.Vm.Running;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm run</c>: a lab's machine as a real guest, beside what was foretold.</summary>
internal static class VmRunCommand
{
    private const string CaptureFile = "guest.pcapng";
    private const string ConsoleFile = "guest-console.txt";
    private const string ScreenFile = "guest-screen";
    private const string Switch = "switch";
    private const string User = "user";

    public static Command Make(CommandIo io)
    {
        var lab = new Argument<string>("LAB") { Description = "A folder with a lab.yaml, or the file itself." };
        var producer = new Option<string?>("--producer") { Description = "The lab's run whose table is taken, or another boot program on the same machine; the main run when left out." };
        var folder = new Option<string?>("--out") { Description = $"The folder for the emulated boot's files, {CaptureFile} and {ConsoleFile}; out/NAME/vm, or with --image out/NAME/image, when left out." };
        var network = new Option<string>("--network") { Description = "What the NICs are plugged into: the lab's switch, or QEMU's user networking, which shows no frames.", DefaultValueFactory = _ => Switch };
        network.AcceptOnlyFromAmong(Switch, User);
        var accel = AccelOption.Make();
        var limits = new GuestLimits();
        var deadline = DeadlineOption.Make([.. GuestStage.All.Select(stage => (stage.Name, limits.Of(stage)))]);
        var format = Formats.Option(Formats.Text, Formats.Json);
        var image = new VmRunImage();
        var command = new Command("run", "Boots a lab's machine in QEMU with the table of its emulated boot: a real Linux reads it, logs in by it, and is held against what was foretold. With --image it is a system of your own.")
        {
            lab, producer, folder, network, accel, deadline, format,
        };
        image.AddTo(command, network, deadline);
        // A thread of its own: the networks' loop runs on it while Ctrl-C is seen elsewhere.
        command.SetAction(async (result, stop) =>
        {
            var loaded = LabSource.Load(result.GetRequiredValue(lab));
            var wanted = result.GetValue(producer);
            if (wanted is not null)
            {
                LabSource.CheckProducer(loaded, wanted);
            }

            if (result.GetValue(image.Image) is not null)
            {
                var usesKvm = await AccelOption.UsesKvmAsync(result.GetValue(accel)!, () => VmPrepareCommand.FindAsync(io, stop), stop);
                return await Watch(() => VmRunImage.Run(io, loaded, image.Read(result, wanted, usesKvm), result.GetValue(folder) ?? Path.Combine("out", loaded.Name, "image"), result.GetValue(format)!, stop));
            }

            var pieces = await VmPrepareCommand.FindAsync(io, stop);
            var options = new VmRunOptions
            {
                Network = result.GetValue(network) == User ? GuestNetwork.User : GuestNetwork.Switch,
                UsesKvm = await AccelOption.UsesKvmAsync(result.GetValue(accel)!, () => Task.FromResult(pieces), stop),
                Limits = new GuestLimits { Single = DeadlineOption.Read(result, deadline) },
            };
            return await Watch(() => Run(io, loaded, wanted, pieces, options, result.GetValue(folder) ?? Path.Combine("out", loaded.Name, "vm"), result.GetValue(format)!, stop));
        });
        return command;

        static Task<int> Watch(Func<int> run) => Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static int Run(CommandIo io, LabFile lab, string? producer, GuestPieces pieces, VmRunOptions options, string folder, string format, CancellationToken stop)
    {
        var run = RunGuest(io, lab, producer, pieces, options, stop);
        var files = RunArtefacts.Write(run.Emulated, folder).Select(file => file.Path).ToList();
        if (run.Capture is { } capture)
        {
            var frames = Path.Combine(folder, CaptureFile);
            FreshFile.Write(frames, capture, ownerOnly: true);
            files.Add(frames);
        }

        var console = Path.Combine(folder, ConsoleFile);
        FreshFile.Write(console, string.Concat(run.Console.Select(line => line + "\n")));
        files.Add(console);
        if (run.Screen is { } screen)
        {
            var picture = Path.Combine(folder, ScreenFile + screen.Extension);
            FreshFile.Write(picture, screen.Content);
            files.Add(picture);
            io.Error.WriteLine($"bootlab: what the guest's screen showed is in {picture}");
        }

        if (format == Formats.Json)
        {
            io.Output.Write(VmRunText.Json(lab, run, files));
        }
        else
        {
            VmRunText.Write(io, lab, run, files);
        }

        return run.Differences.Count == 0 ? ExitCode.Fine : ExitCode.Findings;
    }

    private static VmRun RunGuest(CommandIo io, LabFile lab, string? producer, GuestPieces pieces, VmRunOptions options, CancellationToken stop)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            return VmRunner.Run(lab, producer, pieces, options with { Progress = Progress }, stop);
        }
        catch (PciLayoutException impossible)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {impossible.Message}");
        }
        catch (TimeoutException stuck)
        {
            throw CommandFailure.Fatal($"{lab.Name}: {stuck.Message}");
        }
        catch (OperationCanceledException)
        {
            throw CommandFailure.Fatal($"{lab.Name}: interrupted");
        }

        void Progress(string stage)
        {
            if (io.IsErrorTerminal)
            {
                io.Error.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds,6:0.0} s  {stage}"));
            }
        }
    }
}
