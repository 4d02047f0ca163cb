using System.Security.Cryptography;
using BootLab.Labs.Files;
using BootLab.Labs.Predicting;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Rom;

namespace BootLab.Labs.Running;

/// <summary>Runs a lab: its machine, and the same machine with each of the other boot programs beside it, every one on a network of its own.</summary>
public static class LabRunner
{
    /// <summary>The day on which the virtual clock of every lab starts.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How much virtual time a boot may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromHours(24);

    /// <summary>Runs the lab.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="only">The one run wanted, as <see cref="Select"/> takes it; null for all.</param>
    /// <param name="capture">Whether frames are captured.</param>
    /// <param name="live">The networks on which real servers answer; with them the lab runs on the wall clock. Null when all are simulated.</param>
    /// <param name="cancellation">Stops the run. On live networks it ends with what it has until then (<see cref="LabResult.WasSwitchedOff"/>), for that took real time.</param>
    /// <exception cref="IOException">An image or a file of the lab cannot be read.</exception>
    /// <exception cref="ArgumentException"><paramref name="only"/> names no run.</exception>
    /// <exception cref="TimeoutException">A boot did not end within <see cref="Limit"/> of virtual time.</exception>
    public static LabResult Run(LabFile lab, string? only = null, bool capture = true, LiveNetworks? live = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lab);
        using var disks = new LabDisks();
        using var images = new LabImages();
        var runs = new List<(BootRun, ExpectSpec)>();
        foreach (var variant in only is null ? Variants(lab) : [Select(lab, only)])
        {
            runs.Add((RunOne(lab, variant, disks, images, capture, live, cancellation), variant.Expect));
            if (runs[^1].Item1.WasSwitchedOff)
            {
                break;
            }
        }

        return new LabResult(lab, [.. runs.Select(run => new LabOutcome(run.Item1, Expectations.Check(run.Item1, run.Item2)))]) { Live = live?.Networks ?? [] };
    }

    /// <summary>The main run and those beside it, by name.</summary>
    public static IEnumerable<LabVariant> Variants(LabFile lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return [new LabVariant(lab.Rom.Program.Name, lab.Machine, lab.Rom, lab.Expect), .. lab.Beside];
    }

    /// <summary>
    /// One run by the name of its variant, or by its boot program; of a boot program that the lab does not name, the main run with that program in place
    /// of its own, of which nothing is expected.
    /// </summary>
    /// <exception cref="ArgumentException">No variant has that name, and no boot program has it.</exception>
    public static LabVariant Select(LabFile lab, string producer)
    {
        var variants = Variants(lab).ToList();
        if (variants.Find(variant => variant.Name == producer) is { } named)
        {
            return named;
        }

        if (!BootProgram.TryParse(producer, out var program))
        {
            var names = string.Join(", ", variants.Select(variant => $"'{variant.Name}'"));
            throw new ArgumentException($"found '{producer}', expected one of the lab's runs ({names}) or {BootProgram.Expected}", nameof(producer));
        }

        return variants.Find(variant => variant.Rom.Program == program)
            ?? new LabVariant(producer, lab.Machine with { Firmware = FirmwareFor(program, lab.Machine.Firmware) }, lab.Rom with { Program = program }, new ExpectSpec());
    }

    /// <summary>One run on simulated networks, without a capture.</summary>
    /// <inheritdoc cref="Run"/>
    public static BootRun RunOne(LabFile lab, LabVariant variant, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(variant);
        using var images = new LabImages();
        using var disks = new LabDisks();
        return RunOne(lab, variant, disks, images, capture: false, live: null, cancellation);
    }

    private static FirmwareKind FirmwareFor(BootProgram program, FirmwareKind firmware) =>
        program.RunsOn(firmware) ? firmware : firmware == FirmwareKind.Bios ? FirmwareKind.Uefi : FirmwareKind.Bios;

    private static BootRun RunOne(LabFile lab, LabVariant variant, LabDisks disks, LabImages images, bool capture, LiveNetworks? live, CancellationToken cancellation)
    {
        var loop = live is null ? EventLoop.CreateVirtual(Epoch) : EventLoop.CreateRealTime();
        loop.Limit = live is null ? Limit : null;
        // A real server remembers the transaction ids, ports and sequence numbers of an earlier run.
        var seed = live is null ? lab.Seed : RandomNumberGenerator.GetInt32(int.MaxValue);
        using var frames = capture ? new MemoryStream() : null;
        var run = loop.Run(
            () =>
            {
                var world = new LabWorld(loop, seed, lab.Networks, lab.Targets, disks, live?.Plug(loop));
                var setting = new LabSetting(lab.Networks, lab.Targets, lab.Os);
                return MachineBoot.RunAsync(world, variant.Name, variant.Machine, variant.Rom, seed, setting, frames, live?.Progress, live is null ? CancellationToken.None : cancellation);
            },
            live is null ? cancellation : CancellationToken.None);
        run = LabSituation.Predicted(lab, run with { Capture = frames?.ToArray() }, images);
        return lab.Os is { IsSetup: true } os ? run with { Installed = Installation.Play(run, os.Hotfixes) } : run;
    }
}

/// <summary>A run and the expectations it missed.</summary>
/// <param name="Run">The run.</param>
/// <param name="Misses">One line for each expectation that does not hold; empty when all hold.</param>
public sealed record LabOutcome(BootRun Run, IReadOnlyList<string> Misses);

/// <summary>Everything that came out of a lab; the first outcome is the main one.</summary>
public sealed record LabResult(LabFile Lab, IReadOnlyList<LabOutcome> Outcomes)
{
    /// <summary>The networks on which real servers answered; empty when all were simulated.</summary>
    public IReadOnlyList<LiveNetwork> Live { get; init; } = [];

    /// <summary>Whether the last run was stopped before its end, and those after it not begun.</summary>
    public bool WasSwitchedOff => Outcomes[^1].Run.WasSwitchedOff;

    /// <summary>Whether every expectation holds.</summary>
    public bool IsAsExpected => Outcomes.All(outcome => outcome.Misses.Count == 0);
}
