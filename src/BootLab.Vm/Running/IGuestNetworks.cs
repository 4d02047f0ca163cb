using BootLab.Iscsi.Target;
using BootLab.Machine;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Running;

/// <summary>What a guest's NICs are plugged into.</summary>
public enum GuestNetwork
{
    /// <summary>The lab's own switches: BootLab's servers answer, and every frame is seen.</summary>
    Switch,

    /// <summary>QEMU's user networking: the targets are reached through this host's sockets; DHCP is QEMU's, and no frame is seen.</summary>
    User,
}

/// <summary>The networks of one guest, with the targets on them.</summary>
internal interface IGuestNetworks : IAsyncDisposable
{
    /// <summary>Logins that the embedded targets saw so far.</summary>
    IReadOnlyList<LoginRecord> Logins { get; }

    /// <summary>What was sent from each card, by the lab's names; null when it is not seen.</summary>
    IReadOnlyDictionary<string, NicTraffic>? Traffic { get; }

    /// <summary>QEMU's back end for a NIC that has a network, without its id.</summary>
    string BackEnd(NicSpec nic, RunFolder folder);

    /// <summary>Called when QEMU has started.</summary>
    void Connect();
}
