using System.Text.Json.Nodes;
using BootLab.Disk.Images;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Capture;
using BootLab.Net.Clock;
using BootLab.Net.Live;
using BootLab.Report.Accounts;
using BootLab.Rom;
using BootLab.Vm.Capture;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Systems;

/// <summary>A system on a disk of one's own, such as a Windows, in the lab's machine: real iPXE boots it from the lab's target, it is given the lab's table, and what it then does is written down.</summary>
public static class SystemBoot
{
    // Frames longer than any of DHCP, ARP and most logins are cut: a capture shall not be the size of the disk, nor hold what is on it.
    private const int LongestWholeFrame = 640;

    /// <summary>Boots and watches.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="options">How.</param>
    /// <param name="frames">Where the frames of the guest's NICs go, as a pcapng file.</param>
    /// <param name="cancellation">Ends the watching; what was seen until then is the result.</param>
    /// <exception cref="HostLacksException">QEMU or the package is not installed.</exception>
    /// <exception cref="PciLayoutException">QEMU cannot give this machine.</exception>
    /// <exception cref="VmException">The lab cannot be booted like this, or leaves no table.</exception>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public static async Task<WatchedSystem> RunAsync(LabFile lab, SystemBootOptions options, Stream frames, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(options);
        var variant = options.Producer is { } producer ? LabRunner.Select(lab, producer) : LabRunner.Variants(lab).First();
        if (options.Table is { IsEmpty: true })
        {
            throw new VmException("found an empty table, expected the bytes of one");
        }

        var table = options.Table ?? TableOf(LabRunner.RunOne(lab, variant, cancellation));
        var delivery = options.HandOver ?? DeliveredTable.Usual(variant.Machine.Firmware);
        var handOver = new HandOver(table, delivery, null) { Address = options.Address };
        handOver.CheckRoom();

        // The run whose table is given decides on the firmware; what boots is the package's iPXE, by the NIC's own driver.
        var machine = variant.Machine with { MemoryMiB = options.MemoryMiB ?? variant.Machine.MemoryMiB };
        var bare = lab with { Machine = machine, Rom = lab.Rom with { Driver = NicDriver.Native, BootNic = variant.Rom.BootNic }, Beside = [] };
        var booted = OwnDisk.TryPutInto(bare, options.Image, out var own, out var error) ? own : throw new VmException(error);
        var package = await IpxePackage.FindAsync(booted, cancellation);
        var conditions = CaptureConditions.Of(booted, package, handOver);

        var loop = EventLoop.CreateRealTime();
        var watched = loop.Run(() => WatchAsync(loop, conditions, package, handOver, options, frames, cancellation), CancellationToken.None);
        return watched with
        {
            Seen = watched.Seen with { LabFile = lab.Path, TableOf = options.Table is null ? variant.Name : Observation.TableOfFile },
        };
    }

    private static ReadOnlyMemory<byte> TableOf(BootRun run) =>
        run.Table?.Bytes ?? throw new VmException($"found no table after the emulated boot ({run.Outcome.Text}), expected one to give to the system; take another run of the lab, or a table of your own");

    private static async Task<WatchedSystem> WatchAsync(
        EventLoop loop, CaptureConditions conditions, IpxePackage package, HandOver handOver, SystemBootOptions options, Stream frames, CancellationToken cancellation)
    {
        var machine = conditions.Lab.Machine;
        var console = new List<string>();
        var log = new BootLog([.. machine.NicsInPciOrder], options.Progress);
        var cables = new Dictionary<string, GuestCable>();
        var memoryFile = "";
        ulong? address = null;
        BiosData? bios = null;
        GdbClient? debugger = null;
        QemuGuest? guest = null;
        using var writer = new PcapNgWriter(frames, leaveOpen: true) { LongestWhole = LongestWholeFrame };
        try
        {
            guest = await loop.External(() => QemuGuest.StartAsync(
                folder =>
                {
                    foreach (var nic in machine.Nics)
                    {
                        cables[nic.Name] = GuestCable.Listen(folder.PathTo($"nic-{cables.Count}"));
                    }

                    memoryFile = folder.PathTo("memory");
                    var arguments = LabCapture.Arguments(conditions, package, folder, nic => MachineWiring.Stream(cables[nic.Name].SocketPath)).SharedMemory(memoryFile).Kvm(options.UsesKvm);
                    if (machine.Firmware == FirmwareKind.Bios)
                    {
                        debugger = GdbClient.Listen(folder.PathTo("debugger"));
                        arguments.Add(debugger.Arguments);
                    }
                    else
                    {
                        arguments.Add("-S");
                    }

                    return AddOwn(arguments, folder, handOver, options);
                },
                cancellation));
            guest.Console.Printed += line =>
            {
                lock (console)
                {
                    console.Add(ConsoleText.Plain(line));
                }
            };
            using var disks = new LabDisks();
            var world = new LabWorld(loop, conditions.Lab.Seed, conditions.Lab.Networks, conditions.Lab.Targets, disks) { LoginEnded = log.Login };
            foreach (var nic in machine.Nics.Where(nic => nic.Network is not null))
            {
                cables[nic.Name].Plug(loop, new SystemNic(new CaptureTap(world.Plug(nic), writer, nic.Name, loop.Time, $"{nic.Pci} {nic.Model.Name}"), dhcp => log.Sent(nic.Name, dhcp)));
            }

            var watch = new SystemWatch(guest, log);
            var gate = debugger is null ? null : new BootSectorGate(debugger, Deliver);
            var (version, end) = await loop.External(async () =>
            {
                foreach (var down in LabMachine.LinksDown(machine))
                {
                    await guest.Qmp.ExecuteAsync("set_link", new JsonObject { ["name"] = down, ["up"] = false }, cancellation);
                }

                var version = (await guest.Qmp.ExecuteAsync("query-version", cancellation: cancellation))["qemu"]!;
                await (gate?.ConnectAsync(cancellation) ?? Task.CompletedTask);
                return ($"{version["major"]}.{version["minor"]}.{version["micro"]}", await watch.RunAsync(options.Limit, options.Restarts, gate, cancellation));
            });
            var elapsed = log.Elapsed;
            await loop.External(async () =>
            {
                await guest.DisposeAsync(); // all that it printed is there then
                return true;
            });
            var disk = disks.Open(conditions.Lab.Targets.Where(target => target.Existing is null).SelectMany(target => target.Luns.Values.Append(target.AnyLun)).First(lun => lun is not null)!);
            return new WatchedSystem(
                new Observation
                {
                    Lab = conditions.Lab.Name,
                    LabFile = conditions.Lab.Path,
                    TableOf = conditions.Lab.Rom.Program.Name,
                    Table = handOver.Table.ToArray(),
                    HandOver = handOver.Place == TableDelivery.Acpi ? Observation.Acpi : Observation.LowMemory,
                    Address = address,
                    Bios = bios,
                    BootLab = BootLabVersion.Text,
                    Qemu = version,
                    Package = $"{package.Name} {package.Version ?? "(version unknown)"}",
                    Firmware = machine.Firmware,
                    Accelerator = options.UsesKvm ? "kvm" : "tcg",
                    MemoryMiB = machine.MemoryMiB,
                    ImageFormat = ImageFormats.QemuName(ImageFormats.Of(options.Image)),
                    ImageBytes = disk.BlockCount * disk.BlockSize,
                    Boots = log.Boots(),
                    End = end,
                    Elapsed = elapsed,
                    Notes = conditions.Notes,
                },
                console,
                watch.Screen,
                watch.BeforeRestarts);
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

        // The guest stands still at the entry of a boot sector. One boot sector may load another to the same place.
        void Deliver()
        {
            if (!log.BootSector())
            {
                return;
            }

            if (log.Restarts > 0)
            {
                handOver.Forget(memoryFile);
            }

            address = handOver.Deliver(memoryFile, BootPoint.BootSector, TableLeft.Find(memoryFile, FirmwareKind.Bios));
            bios = BiosOf(memoryFile);
        }
    }

    private static BiosData BiosOf(string memoryFile)
    {
        var memory = new byte[BiosData.End];
        using var file = File.Open(memoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.ReadExactly(memory);
        return BiosData.Of(memory);
    }

    private static QemuArguments AddOwn(QemuArguments arguments, RunFolder folder, HandOver handOver, SystemBootOptions options)
    {
        if (handOver.Place == TableDelivery.Acpi)
        {
            Judging.TablePlace.Publish(arguments, folder, handOver.Table.Span);
        }

        if (options.Medium is { } medium)
        {
            arguments.Add("-blockdev", $"driver=file,node-name=medium,filename={QemuOption.Value(Path.GetFullPath(medium))},read-only=on", "-device", "ide-cd,drive=medium,bootindex=2");
        }

        // A system of one's own may want more than QEMU's plainest processor has, as today's Windows does. On KVM it can tell its stop code through Hyper-V's crash registers.
        return arguments
            .Add("-cpu", options.UsesKvm ? "max,hv-crash=on" : "max", "-device", Running.GuestWatch.PanicDevice, "-device", Screenshot.Display)
            .Add(options.Screen is { } screen ? ["-vnc", screen] : Array.Empty<string>());
    }
}
