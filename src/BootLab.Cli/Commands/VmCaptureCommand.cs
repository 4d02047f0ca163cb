using System.CommandLine;
using System.Globalization;
using BootLab.Labs.Files;
using BootLab.Machine;
using BootLab.Vm.Capture;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;

namespace BootLab.Cli.Commands;

/// <summary><c>bootlab vm capture</c>: the table that a real iPXE writes in the lab, beside the emulated one.</summary>
internal static class VmCaptureCommand
{
    private const string LowMemory = "lowmem";
    private const string Acpi = "acpi";

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
        var handOver = new Option<string?>("--hand-over") { Description = "A table's file: the system that iPXE boots finds its bytes instead of iPXE's, and the guest goes on." };
        var by = new Option<string?>("--by") { Description = "With --hand-over: lowmem, or acpi, where iPXE attaches drives with --no-describe and QEMU gives the table. Left out: lowmem on a BIOS, acpi on UEFI." };
        by.AcceptOnlyFromAmong(LowMemory, Acpi);
        var disk = new Option<string?>("--disk") { Description = "A raw disk image of your own that the lab's target serves in place of its own. It is only read: what the guest writes is thrown away." };
        var screen = new Option<string?>("--vnc") { Description = "Gives the guest a graphics card and shows its screen by VNC at this address and display, such as 127.0.0.1:1." };
        var until = new Option<string?>("--until") { Description = "With --hand-over: what the console says at the end; the guest ends by itself when left out." };
        var format = Formats.Option(Formats.Text, Formats.Json);
        var secrets = new Option<bool>("--secrets") { Description = "Show CHAP secrets." };
        var command = new Command("capture", "Boots the real iPXE of Debian's packages in the lab's machine and holds its table against the emulated one.")
        {
            lab, save, marker, limit, handOver, by, until, disk, screen, format, secrets,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(handOver) is null && (result.GetValue(by) ?? result.GetValue(until)) is not null)
            {
                result.AddError("--by, --until: found without --hand-over, expected the table that the guest goes on with; add --hand-over TABLE");
            }
        });
        command.SetAction((result, stop) =>
        {
            var source = LabSource.Load(result.GetRequiredValue(lab));
            var options = new CaptureOptions
            {
                Marker = result.GetValue(marker),
                Limit = TimeSpan.FromSeconds(result.GetValue(limit)),
                HandOver = result.GetValue(handOver) is { } table ? new HandOver(File.ReadAllBytes(table), DeliveryOf(result.GetValue(by), source.Machine), result.GetValue(until)) : null,
                Disk = result.GetValue(disk),
                Screen = result.GetValue(screen),
                Progress = io.IsErrorTerminal ? io.Error.WriteLine : null,
            };
            return RunAsync(io, source, options, result.GetValue(save), result.GetValue(format)!, result.GetValue(secrets), stop);
        });
        return command;
    }

    private static TableDelivery DeliveryOf(string? name, MachineSpec machine) =>
        name == Acpi || (name is null && machine.Firmware == FirmwareKind.Uefi) ? TableDelivery.Acpi : TableDelivery.LowMemory;

    private static async Task<int> RunAsync(CommandIo io, LabFile lab, CaptureOptions options, string? folder, string format, bool showSecrets, CancellationToken stop)
    {
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
        }

        return boot.IsEqual ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<CapturedBoot> CaptureAsync(LabFile lab, CaptureOptions options, CancellationToken stop)
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
