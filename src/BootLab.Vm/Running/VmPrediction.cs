using System.Net;
using BootLab.Machine;
using BootLab.Os.Linux;

namespace BootLab.Vm.Running;

/// <summary>What is to happen to a guest that boots with a table.</summary>
public sealed record VmPrediction
{
    /// <summary>What Linux shows of the table, links to PCI devices by their address; empty without a table.</summary>
    public required IReadOnlyList<SysfsEntry> View { get; init; }

    /// <summary>How the boot ends; null when the lab's targets misbehave on purpose, and it is not foretold.</summary>
    public required VmOutcome? Outcome { get; init; }

    /// <summary>The address that the login comes from; null when none succeeds or nothing is foretold.</summary>
    public IPAddress? LoginFrom { get; init; }

    /// <summary>The logical unit that the system logs in to; null when none is foretold, or the target is a server of its own.</summary>
    public LunSpec? Disk { get; init; }
}
