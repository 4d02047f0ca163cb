using System.Net;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Rom.Journal;

namespace BootLab.Rom;

/// <summary>A network function of the running machine: what the lab says of it and the port its cable leads to.</summary>
public sealed record MachineNic(NicSpec Spec, IEthernetPort Port);

/// <summary>Everything that a boot program finds when it starts.</summary>
public sealed record BootEnvironment
{
    /// <summary>The loop the machine lives on.</summary>
    public required EventLoop Loop { get; init; }

    /// <summary>The machine.</summary>
    public required MachineSpec Machine { get; init; }

    /// <summary>The NICs in PCI scan order.</summary>
    public required IReadOnlyList<MachineNic> Nics { get; init; }

    /// <summary>The boot program and its configuration.</summary>
    public required RomSpec Rom { get; init; }

    /// <summary>Where events and the console go.</summary>
    public required BootJournal Journal { get; init; }

    /// <summary>The machine's memory.</summary>
    public required MachineMemory Memory { get; init; }

    /// <summary>All randomness of the machine: transaction ids, ISID, ports, sequence numbers.</summary>
    public required Random Random { get; init; }

    /// <summary>
    /// Opens a connection to a target that is an existing server, through the host's sockets; null from it when the portal is one of the lab's own. The
    /// route is the one that the connection would take.
    /// </summary>
    public Func<IPEndPoint, Route, Task<Stream>?> ConnectExisting { get; init; } = (_, _) => null;
}

/// <summary>How a boot ended.</summary>
public enum BootOutcomeKind
{
    /// <summary>A boot sector or boot loader was entered.</summary>
    Booted,

    /// <summary>The boot program ended or waits, with a SAN device attached and its table in memory.</summary>
    Attached,

    /// <summary>Nothing was booted and no SAN device is attached.</summary>
    Failed,
}

/// <summary>How a boot ended, in one line, with the error number where the boot program gave one.</summary>
public sealed record BootOutcome(BootOutcomeKind Kind, string Text, uint? ErrorCode = null);
