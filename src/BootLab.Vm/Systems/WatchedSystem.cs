using BootLab.Report.Accounts;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Systems;

/// <summary>A system that was booted and watched.</summary>
/// <param name="Seen">What was seen.</param>
/// <param name="Console">What the first serial port said, without control sequences: BIOS and boot program.</param>
/// <param name="Screen">What the screen showed at the end.</param>
/// <param name="BeforeRestarts">What it showed last before each restart; null where no picture was taken.</param>
public sealed record WatchedSystem(Observation Seen, IReadOnlyList<string> Console, Screenshot? Screen, IReadOnlyList<Screenshot?> BeforeRestarts);
