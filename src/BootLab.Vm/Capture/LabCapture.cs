using System.Diagnostics;
using System.Text.Json.Nodes;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Live;
using BootLab.Rom;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Capture;

/// <summary>
/// Boots the real iPXE of Debian's packages in the lab's machine, on the lab's own networks, and takes the table out of the guest's memory when the boot has reached its point: the console
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
        if (options.Disk is { } disk)
        {
            lab = OwnDisk.TryPutInto(lab, disk, out var own, out var error) ? own : throw new VmException(error);
        }

        var package = await IpxePackage.FindAsync(lab, cancellation);
        var conditions = CaptureConditions.Of(lab, package, options.HandOver);
        var emulated = LabRunner.Run(conditions.Lab, capture: false, cancellation: cancellation).Outcomes[0].Run;
        var watch = BootWatch.For(emulated, options);
        var loop = EventLoop.CreateRealTime();
        using var frames = new MemoryStream();
        // The loop itself is not cancelled: what runs on it puts the guest away first.
        var boot = loop.Run(() => BootAsync(loop, conditions, package, options, watch, frames, cancellation), CancellationToken.None);
        return new CapturedBoot
        {
            Lab = conditions.Lab,
            Notes = conditions.Notes,
            Emulated = emulated,
            Table = boot.Table,
            HandedOver = options.HandOver,
            Point = boot.Point,
            Console = watch.Console,
            Report = boot.Report,
            Frames = frames.ToArray(),
            Logins = boot.Logins,
            QemuVersion = boot.QemuVersion,
            Package = package,
            Elapsed = boot.Elapsed,
        };
    }

    private static async Task<RealBoot> BootAsync(
        EventLoop loop, CaptureConditions conditions, IpxePackage package, CaptureOptions options, BootWatch watch, Stream frames, CancellationToken cancellation)
    {
        var machine = conditions.Lab.Machine;
        var isUefi = machine.Firmware == FirmwareKind.Uefi;
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
                    var arguments = Arguments(conditions, package, folder, nic => MachineWiring.Stream(cables[nic.Name].SocketPath)).SharedMemory(memoryFile).Add(debugger.Arguments);
                    return AddOwn(arguments, folder, options);
                },
                cancellation));
            var report = new List<string>();
            guest.Report.Printed += report.Add;
            watch.Listen(guest);
            using var disks = new LabDisks();
            var world = new LabWorld(loop, conditions.Lab.Seed, conditions.Lab.Networks, conditions.Lab.Targets, disks);
            foreach (var nic in machine.Nics.Where(nic => nic.Network is not null))
            {
                cables[nic.Name].Plug(loop, new CaptureTap(world.Plug(nic), writer, nic.Name, loop.Time, $"{nic.Pci} {nic.Model.Name}"));
            }

            var version = await loop.External(() => PrepareAsync(guest, debugger!, isUefi ? null : BootSectorAddress, LabMachine.LinksDown(machine), cancellation));
            var clock = Stopwatch.StartNew();
            var point = BootPoint.Marker;
            TimeSpan? reached = null;
            TableInMemory? table = null;
            if (!isUefi || options.HandOver is null) // on UEFI there is nothing to see to on the way
            {
                point = await loop.External(() => watch.ReachAsync(guest, debugger!, cancellation));
                reached = clock.Elapsed;
                table = TableLeft.Find(memoryFile, machine.Firmware);
                options.HandOver?.Deliver(memoryFile, point, table);
            }

            if (options.HandOver is { } handOver)
            {
                await loop.External(() => watch.GoOnAsync(guest, debugger!, isUefi ? null : BootSectorAddress, handOver, cancellation));
            }

            var elapsed = reached ?? clock.Elapsed;
            await guest.DisposeAsync(); // all that it printed is there then
            return new RealBoot(table, point, version, elapsed, [.. world.Logins], report);
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

    /// <summary>Sees to a guest that has not begun to run; QEMU's version.</summary>
    private static async Task<string> PrepareAsync(QemuGuest guest, GdbClient debugger, uint? breakpoint, IEnumerable<string> linksDown, CancellationToken cancellation)
    {
        foreach (var id in linksDown)
        {
            await guest.Qmp.ExecuteAsync("set_link", new JsonObject { ["name"] = id, ["up"] = false }, cancellation);
        }

        var version = (await guest.Qmp.ExecuteAsync("query-version", cancellation: cancellation))["package"]!.GetValue<string>();
        await debugger.ConnectAsync(cancellation);
        if (breakpoint is { } address)
        {
            await debugger.SetBreakpointAsync(address, cancellation);
        }

        return version;
    }

    /// <summary>The lab's machine with the real boot program: the ROM of its NIC, or on UEFI what OVMF starts in place of a kernel.</summary>
    internal static QemuArguments Arguments(CaptureConditions conditions, IpxePackage package, RunFolder folder, Func<NicSpec, string> network)
    {
        var (machine, bootNic) = (conditions.Lab.Machine, conditions.BootNic.Name);
        var program = package.StartableProgram(machine, conditions.BootNic, folder);
        if (machine.Firmware != FirmwareKind.Uefi)
        {
            return LabMachine.Arguments(machine, new MachineWiring { Network = network, OptionRom = nic => nic.Name == bootNic ? program : null, BootNic = bootNic });
        }

        var variables = folder.PathTo("variables");
        File.WriteAllBytes(variables, LabMachine.FreshVariables());
        return LabMachine.Arguments(machine, new MachineWiring { Network = network, Variables = variables }).Add("-kernel", program);
    }

    /// <summary>What the guest gets besides the lab's machine.</summary>
    private static QemuArguments AddOwn(QemuArguments arguments, RunFolder folder, CaptureOptions options)
    {
        if (options.HandOver is { Place: TableDelivery.Acpi } handOver)
        {
            var file = folder.PathTo("table");
            File.WriteAllBytes(file, handOver.Table.ToArray());
            arguments.AcpiTable(file);
        }

        if (options.Disk is not null)
        {
            // A system of one's own may want more than QEMU's plainest processor has, as today's Windows does.
            arguments.Add("-cpu", "max");
        }

        return options.Screen is { } screen ? arguments.Add("-device", "VGA", "-vnc", screen) : arguments;
    }

    private sealed record RealBoot(TableInMemory? Table, BootPoint Point, string QemuVersion, TimeSpan Elapsed, IReadOnlyList<LoginRecord> Logins, IReadOnlyList<string> Report);
}
