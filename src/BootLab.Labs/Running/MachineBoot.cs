using System.Net;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Rom;
using BootLab.Rom.Journal;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Labs.Running;

/// <summary>Plugs a machine into a world and powers it on.</summary>
public static class MachineBoot
{
    /// <summary>Runs one boot on the world's loop. Must be called on that loop.</summary>
    /// <param name="world">The networks.</param>
    /// <param name="name">The name of the run.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="rom">Its boot program.</param>
    /// <param name="seed">Seed of the machine's randomness.</param>
    /// <param name="setting">What else the lab says: networks, targets, operating system.</param>
    /// <param name="capture">Where frames go; null for no capture.</param>
    /// <param name="progress">Called for each event as it happens.</param>
    /// <param name="switchOff">Switches the machine off where it stands: the run ends with what there is.</param>
    public static async Task<BootRun> RunAsync(
        LabWorld world, string name, MachineSpec machine, RomSpec rom, int seed, LabSetting setting,
        Stream? capture = null, Action<BootEvent>? progress = null, CancellationToken switchOff = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(setting);
        var loop = world.Loop;
        var start = loop.Now;
        var journal = new BootJournal(loop);
        using var frames = capture is null ? null : new BootCapture(capture, loop, new Random(seed));
        journal.Recorded = (frames is null ? null : frames.Record) + progress;
        var nics = machine.NicsInPciOrder.Select(nic =>
        {
            var port = world.Plug(nic);
            return new MachineNic(nic, frames?.Tap(nic, port) ?? port);
        }).ToList();
        var memory = new MachineMemory(machine);
        var program = BootPrograms.Create(new BootEnvironment
        {
            Loop = loop,
            Machine = machine,
            Nics = nics,
            Rom = rom,
            Journal = journal,
            Memory = memory,
            Random = new Random(seed),
            ConnectExisting = (portal, route) => setting.ExistingServer(portal) is { } server && !world.IsLive(NicOf(route).Spec.Network) ? ConnectAsync(server, portal, route) : null,
        });
        journal.Record("power", "power-on", $"{machine.Firmware.ToString().ToUpperInvariant()} machine with {nics.Count} NIC(s) powers on");
        var finished = await UntilSwitchedOffAsync(loop, program.RunAsync(), switchOff);
        var outcome = finished ?? new BootOutcome(memory.FindTable() is null ? BootOutcomeKind.Failed : BootOutcomeKind.Attached, "the machine was switched off while it booted");
        journal.Record("power", "end", outcome.Text, ("outcome", outcome.Kind.ToString()), ("error", outcome.ErrorCode is { } code ? $"0x{code:x8}" : null));

        var table = memory.FindTable();
        var content = table is not null && IbftReader.TryRead(table.Bytes, out var read, out _) ? read : null;
        return new BootRun
        {
            Name = name,
            Machine = machine,
            Rom = rom,
            Outcome = outcome,
            Journal = journal,
            Memory = memory,
            Elapsed = loop.Now - start,
            WasSwitchedOff = finished is null,
            Unconfirmed = program.Unconfirmed,
            Table = table,
            Content = content,
            Answer = content is null ? null : SeedOrderingProfile.Answer(table!.Bytes, new RuleContext
            {
                Machine = machine,
                Networks = setting.Networks,
                Installed = setting.Os?.Installed,
            }),
        };

        MachineNic NicOf(Route route) => nics.First(nic => nic.Spec.Mac.Equals(route.Interface.Mac));

        async Task<Stream> ConnectAsync(IPEndPoint server, IPEndPoint portal, Route route)
        {
            var stream = await HostSockets.ConnectAsync(loop, server, cancellation: switchOff);
            return frames?.Show(stream, portal, route, world.MacOf(NicOf(route).Spec)) ?? (Stream)stream;
        }
    }

    /// <summary>How the boot ended; null when the machine was switched off before.</summary>
    private static async Task<BootOutcome?> UntilSwitchedOffAsync(EventLoop loop, Task<BootOutcome> boot, CancellationToken switchOff)
    {
        // Completed on the loop itself, so that what awaits it stays there.
        var off = new TaskCompletionSource();
        using var registration = switchOff.Register(() => loop.Post(_ => off.TrySetResult(), null));
        return await Task.WhenAny(boot, off.Task) == boot ? await boot : null;
    }
}

/// <summary>What a lab says besides its machine and boot program.</summary>
/// <param name="Networks">The segments.</param>
/// <param name="Targets">The targets.</param>
/// <param name="Os">The operating system; null when none is named.</param>
public sealed record LabSetting(IReadOnlyList<NetworkSpec> Networks, IReadOnlyList<TargetSpec> Targets, OsSpec? Os)
{
    /// <summary>The existing server behind a portal; null when the portal is the lab's own.</summary>
    public IPEndPoint? ExistingServer(IPEndPoint portal) => Targets.FirstOrDefault(target => target.Existing is not null && target.Portals.Contains(portal))?.Existing;
}
