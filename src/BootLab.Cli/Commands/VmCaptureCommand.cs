using System.CommandLine;
using System.Globalization;
using BootLab.Vm.Capture;
using BootLab.Vm.Layout;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm capture</c>: the table that a real iPXE writes in the lab, beside the emulated one.</summary>
internal static class VmCaptureCommand
{
    public static Command Make(CommandIo io)
    {
        var lab = new Argument<string>("LAB") { Description = "The lab: a folder with lab.yaml, or the file." };
        var save = new Option<string?>("--save") { Description = "Write the table as a golden, with its conditions, into this folder." };
        var marker = new Option<string?>("--marker") { Description = "What the console says when the table is there; what the script echoes last when left out. A boot sector that is entered ends the wait too." };
        var limit = new Option<int>("--limit") { Description = "Seconds that the boot may take.", DefaultValueFactory = _ => (int)new CaptureOptions().Limit.TotalSeconds };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3600)
            {
                result.AddError("--limit: expected 1 to 3600");
            }
        });
        var handOver = new Option<string?>("--hand-over") { Description = "A table's file: its bytes replace iPXE's in the guest's memory when it enters the boot sector, and the guest goes on." };
        var until = new Option<string?>("--until") { Description = "With --hand-over: what the console says at the end; the guest ends by itself when left out." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("capture", "Boots the real iPXE of the package ipxe-qemu in the lab's machine and holds its table against the emulated one.") { lab, save, marker, limit, handOver, until, format, secrets };
        command.SetAction((result, stop) => RunAsync(
            io,
            result.GetRequiredValue(lab),
            new CaptureOptions
            {
                Marker = result.GetValue(marker),
                Limit = TimeSpan.FromSeconds(result.GetValue(limit)),
                HandOver = HandOverOf(result.GetValue(handOver), result.GetValue(until)),
                Progress = io.IsErrorTerminal ? io.Error.WriteLine : null,
            },
            result.GetValue(save),
            result.GetValue(format)!,
            result.GetValue(secrets),
            stop));
        return command;
    }

    private static HandOver? HandOverOf(string? file, string? until) => file is not null
        ? new HandOver(File.ReadAllBytes(file), until)
        : until is null ? null : throw CommandFailure.Usage("--until: found it without --hand-over, expected the table that the guest goes on with; add --hand-over TABLE");

    private static async Task<int> RunAsync(CommandIo io, string path, CaptureOptions options, string? folder, string format, bool showSecrets, CancellationToken stop)
    {
        var lab = LabSource.Load(path);
        var boot = await CaptureAsync(lab, options, stop);
        if (folder is not null)
        {
            Save(io, boot, folder, showSecrets);
        }

        if (format == Formats.Json)
        {
            io.Output.Write(CaptureText.Json(boot, showSecrets));
        }
        else
        {
            CaptureText.Write(io, boot, showSecrets);
            if (options.HandOver is { } handOver)
            {
                io.Output.WriteLine($"handed over: {handOver.Table.Length} bytes in place of iPXE's at 0x{boot.Table!.Address:x}, and the guest went on");
            }
        }

        return boot.BytesAreEqual && boot.AddressesAreEqual ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<CapturedBoot> CaptureAsync(Labs.Files.LabFile lab, CaptureOptions options, CancellationToken stop)
    {
        try
        {
            return await LabCapture.RunAsync(lab, options, stop);
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
    }

    private static void Save(CommandIo io, CapturedBoot boot, string folder, bool showSecrets)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in GoldenFiles.Of(boot, File.ReadAllBytes(boot.Lab.Path), showSecrets))
        {
            FreshFile.Write(Path.Combine(folder, name), content, ownerOnly: !GoldenFiles.IsWithoutSecrets(name));
            io.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bootlab: wrote {Path.Combine(folder, name)}, {content.Length} bytes"));
        }
    }
}
