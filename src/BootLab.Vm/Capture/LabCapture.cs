using System.Diagnostics;
using System.Text.Json.Nodes;
using BootLab.Firmware.Scanning;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Live;
using BootLab.Rom;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Capture;

/// <summary>
/// Boots the real iPXE of the package ipxe-qemu in the lab's machine, on the lab's own networks, and takes the table out of the guest's memory when the boot has reached its point: the console
/// shows a line, or a boot sector is entered. The guest stands still while its memory is read.
/// </summary>
public static class LabCapture
{
    private const uint BootSectorAddress = 0x7c00;

    /// <summary>Boots the lab twice: emulated, and for real.</summary>
    /// <exception cref="HostLacksException">QEMU or the package is not installed.</exception>
    /// <exception cref="PciLayoutException">QEMU cannot give this machine.</exception>
    /// <exception cref="VmException">A packaged ROM cannot boot this lab, or the boot did not reach its point.</exception>
    public static async Task<CapturedBoot> RunAsync(LabFile lab, CaptureOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(options);
        options.HandOver?.CheckRoom();
        var package = await IpxePackage.FindAsync(cancellation);
        var conditions = CaptureConditions.Of(lab, package);
        var emulated = LabRunner.Run(conditions.Lab, capture: false, cancellation: cancellation).Outcomes[0].Run;
        var watch = BootWatch.For(emulated, options);
        var loop = EventLoop.CreateRealTime();
        using var frames = new MemoryStream();
        // The loop itself is not cancelled: what runs on it puts the guest away first.
        var boot = loop.Run(() => BootAsync(loop, conditions, options, watch, frames, cancellation), CancellationToken.None);
        return new CapturedBoot
        {
            Lab = conditions.Lab,
            Notes = conditions.Notes,
            Emulated = emulated,
            Table = boot.Table,
            Point = boot.Point,
            Console = watch.Console,
            Frames = frames.ToArray(),
            Logins = boot.Logins,
            QemuVersion = boot.QemuVersion,
            Package = package,
            Elapsed = boot.Elapsed,
        };
    }

    private static async Task<RealBoot> BootAsync(
        EventLoop loop, CaptureConditions conditions, CaptureOptions options, BootWatch watch, Stream frames, CancellationToken cancellation)
    {
        var machine = conditions.Lab.Machine;
        var rom = IpxePackage.Rom(machine, conditions.BootNic);
        var cables = new Dictionary<string, GuestCable>();
        var memoryFile = "";
        GdbClient? debugger = null;
        QemuGuest? guest = null;
        using var writer = new PcapNgWriter(frames, leaveOpen: true);
        try
        {
            guest = await loop.External(() => QemuGuest.StartAsync(
                folder =>
                {
                    foreach (var nic in machine.Nics)
                    {
                        cables[nic.Name] = GuestCable.Listen(folder.PathTo($"nic-{cables.Count}"));
                    }

                    debugger = GdbClient.Listen(folder.PathTo("debugger"));
                    memoryFile = folder.PathTo("memory");
                    return LabMachine.Arguments(machine, new MachineWiring
                    {
                        Network = nic => MachineWiring.Stream(cables[nic.Name].SocketPath),
                        OptionRom = nic => nic.Name == conditions.BootNic.Name ? rom : null,
                        BootNic = conditions.BootNic.Name,
                    }).SharedMemory(memoryFile).Add(debugger.Arguments);
                },
                cancellation));
            var world = new LabWorld(loop, conditions.Lab.Seed, conditions.Lab.Networks, conditions.Lab.Targets, new LabDisks());
            foreach (var nic in machine.Nics.Where(nic => nic.Network is not null))
            {
                cables[nic.Name].Plug(loop, new CaptureTap(world.Plug(nic), writer, nic.Name, loop.Time, $"{nic.Pci} {nic.Model.Name}"));
            }

            var (point, version, elapsed) = await loop.External(() => RunToPointAsync(guest, debugger!, watch, LabMachine.LinksDown(machine), cancellation));
            var table = FindTable(memoryFile);
            if (options.HandOver is { } handOver)
            {
                handOver.Write(memoryFile, point, table);
                await loop.External(() => watch.GoOnAsync(guest, debugger!, BootSectorAddress, handOver, cancellation));
            }

            return new RealBoot(table, point, version, elapsed, [.. world.Logins]);
        }
        finally
        {
            foreach (var cable in cables.Values)
            {
                cable.Dispose();
            }

            debugger?.Dispose();
            if (guest is not null)
            {
                await guest.DisposeAsync();
            }
        }
    }

    /// <summary>Lets the guest, which has not begun to run, boot to its point and stops it there.</summary>
    private static async Task<(BootPoint Point, string QemuVersion, TimeSpan Elapsed)> RunToPointAsync(
        QemuGuest guest, GdbClient debugger, BootWatch watch, IEnumerable<string> linksDown, CancellationToken cancellation)
    {
        foreach (var id in linksDown)
        {
            await guest.Qmp.ExecuteAsync("set_link", new JsonObject { ["name"] = id, ["up"] = false }, cancellation);
        }

        var version = (await guest.Qmp.ExecuteAsync("query-version", cancellation: cancellation))["package"]!.GetValue<string>();
        await debugger.ConnectAsync(cancellation);
        await debugger.SetBreakpointAsync(BootSectorAddress, cancellation);
        var clock = Stopwatch.StartNew();
        var point = await watch.ReachAsync(guest, debugger, cancellation);
        var elapsed = clock.Elapsed;
        await guest.Qmp.ExecuteAsync("stop", cancellation: cancellation);
        return (point, version, elapsed);
    }

    /// <summary>The table that an operating system would find: the first valid one between 512 KiB and 1 MiB (iBFT 1.4.3.1).</summary>
    private static TableInMemory? FindTable(string memoryFile)
    {
        const int lowMemory = 1 << 20;
        var memory = new byte[lowMemory];
        using (var file = File.Open(memoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            file.ReadExactly(memory);
        }

        return TableScanner.Scan(memory, window: ScanWindow.Specification).FirstOrDefault(hit => hit.ChecksumIsRight) is { } hit
            ? new TableInMemory((ulong)hit.Address, memory[(int)hit.Address..(int)(hit.Address + hit.Length)])
            : null;
    }

    private sealed record RealBoot(TableInMemory? Table, BootPoint Point, string QemuVersion, TimeSpan Elapsed, IReadOnlyList<LoginRecord> Logins);
}
