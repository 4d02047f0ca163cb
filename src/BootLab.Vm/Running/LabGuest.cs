using System.Security.Cryptography;
using System.Text.Json.Nodes;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Vm.Emission;
using BootLab.Vm.Judging;
using BootLab.Vm.Layout;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;
using TablePlace = BootLab.Vm.Judging.TablePlace;

namespace BootLab.Vm.Running;

/// <summary>A lab's machine as a guest on the lab's own networks: Linux, with the table that a boot program has left.</summary>
internal sealed class LabGuest
{
    /// <summary>The smallest memory that a Linux with open-iscsi starts in with room to spare, with UEFI below it.</summary>
    private const int SmallestMemoryMiB = 256;

    private readonly LabFile _lab;
    private readonly BootRun _emulated;
    private readonly TableDelivery _delivery;
    private readonly GuestPieces _pieces;
    private readonly string _mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly List<string> _notes = [];

    public LabGuest(LabFile lab, BootRun emulated, TableDelivery delivery, GuestPieces pieces) => (_lab, _emulated, _delivery, _pieces) = (lab, emulated, delivery, pieces);

    private MachineSpec Machine => _emulated.Machine;

    private bool IsUefi => Machine.Firmware == FirmwareKind.Uefi;

    /// <summary>Where the guest differs from the lab's machine, or its table from the emulated one.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Starts the guest on networks of its own and watches it to its end.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="capture">Where its frames go.</param>
    /// <param name="cancellation">Ends the guest.</param>
    public LabGuestEnd Run(VmRunOptions options, Stream capture, CancellationToken cancellation)
    {
        // The guest lives in real time, so its networks do.
        var loop = EventLoop.CreateRealTime();
        return loop.Run(async () =>
        {
            await using IGuestNetworks networks = options.Network == GuestNetwork.User ? new UserNetworks(_lab) : new SwitchNetworks(loop, _lab, capture);
            var guest = await loop.External(() => QemuGuest.StartAsync(folder => Arguments(folder, networks, options), cancellation));
            try
            {
                networks.Connect();
                var watch = new GuestWatch(guest, _mark, options.Limits) { Progress = stage => options.Progress(stage.Words) };
                var course = await loop.External(async () =>
                {
                    foreach (var down in LabMachine.LinksDown(Machine))
                    {
                        await guest.Qmp.ExecuteAsync("set_link", new JsonObject { ["name"] = down, ["up"] = false }, cancellation);
                    }

                    return await watch.RunAsync(cancellation);
                });
                return new LabGuestEnd(course, watch.Report, networks.Logins, networks.Traffic, guest.Console.Last, guest.QemuOutput, watch.Screen);
            }
            finally
            {
                await loop.External(async () =>
                {
                    await guest.DisposeAsync();
                    return true;
                });
            }
        }, CancellationToken.None); // what is given up inside also tidies up
    }

    private QemuArguments Arguments(RunFolder folder, IGuestNetworks networks, VmRunOptions options)
    {
        string? variables = null;
        if (IsUefi)
        {
            variables = folder.PathTo("variables");
            File.WriteAllBytes(variables, LabMachine.FreshVariables());
        }

        var arguments = LabMachine.Arguments(Machine, new MachineWiring
        {
            Network = nic => networks.BackEnd(nic, folder),
            Variables = variables,
        }).Kvm(options.UsesKvm);
        if (Machine.MemoryMiB < SmallestMemoryMiB)
        {
            arguments.Memory(SmallestMemoryMiB);
            _notes.Add($"the guest has {SmallestMemoryMiB} MiB of memory instead of {Machine.MemoryMiB}, which Linux with open-iscsi needs");
        }

        arguments.Linux(IsUefi ? _pieces.PackedKernel : _pieces.Kernel, _pieces.LoginSystem, ["console=tty0", $"bootlab.mark={_mark}", .. options.Words]).Add("-S", "-device", GuestWatch.PanicDevice, "-device", Screenshot.Display);
        if (networks.Traffic is null)
        {
            _notes.Add("user networking: no frame of the NICs is seen, DHCP is QEMU's own, and logins seem to come from this host");
        }

        if (_emulated.Table is { } table)
        {
            Deliver(arguments, folder, table.Address, table.Bytes);
        }

        return arguments;
    }

    private void Deliver(QemuArguments arguments, RunFolder folder, ulong address, byte[] bytes)
    {
        if (_delivery == TableDelivery.Acpi)
        {
            TablePlace.Publish(arguments, folder, bytes);
            _notes.Add($"the table is among QEMU's ACPI tables, at an address that {(IsUefi ? "OVMF" : "SeaBIOS")} chooses; QEMU writes its length and checksum anew");
            return;
        }

        if (address <= uint.MaxValue && LowMemoryPlace.Objection((uint)address, bytes.Length) is null)
        {
            var file = folder.PathTo("table.bin");
            File.WriteAllBytes(file, bytes);
            arguments.LoadedFile(file, (uint)address);
            return;
        }

        TablePlace.Load(arguments, folder, bytes);
        _notes.Add($"the table is at 0x{LowMemoryPlace.For(bytes.Length):x} instead of 0x{address:x}, where it would not last until Linux looks");
    }
}

/// <summary>How a lab's guest ended.</summary>
/// <param name="Course">What was seen from outside.</param>
/// <param name="Report">What it reported.</param>
/// <param name="Logins">Logins that the lab's targets saw.</param>
/// <param name="Traffic">What was sent from each card, by the lab's names; null when it was not seen.</param>
/// <param name="Console">The last lines of its console.</param>
/// <param name="QemuOutput">What QEMU itself printed.</param>
/// <param name="Screen">What its display showed.</param>
internal sealed record LabGuestEnd(
    GuestCourse Course,
    GuestReport Report,
    IReadOnlyList<LoginRecord> Logins,
    IReadOnlyDictionary<string, NicTraffic>? Traffic,
    IReadOnlyList<string> Console,
    string QemuOutput,
    Screenshot? Screen);
