using System.Net;
using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Linux;
using BootLab.Vm.Judging;

namespace BootLab.Vm.Running;

/// <summary>
/// Foretells what Linux and open-iscsi make of the table that an emulated boot has left. Evidence: observed with Linux 6.1 and open-iscsi 2.1.8, and source (drivers/firmware/iscsi_ibft.c;
/// usr/fwparam_ibft/fwparam_sysfs.c, which takes the card at the table's PCI address whatever its MAC address is).
/// </summary>
public static class Predictor
{
    /// <summary>The prediction for one boot of a lab.</summary>
    /// <param name="run">The emulated boot.</param>
    /// <param name="lab">The lab.</param>
    /// <param name="delivery">How the guest is given the table; null for as boot programs do on the machine's firmware.</param>
    public static VmPrediction Of(BootRun run, LabFile lab, TableDelivery? delivery = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(lab);
        if (run.Content is not { } table)
        {
            return new VmPrediction { View = [], Outcome = new VmOutcome(VmOutcomeKind.NoBoot, $"the boot leaves no table ({run.Outcome.Text})") };
        }

        var kernel = new LinuxKernel(LinuxVersion.Observed).Read(DeliveredTable.Memory(run.Table!.Bytes, run.Machine.Firmware, delivery ?? DeliveredTable.Usual(run.Machine.Firmware)), LinuxKernel.FunctionsOf(run.Machine));
        if (kernel.Outcome is ConsumerOutcome.NotFound or ConsumerOutcome.Rejected)
        {
            return new VmPrediction { View = [], Outcome = new VmOutcome(VmOutcomeKind.NoBoot, string.Join("; ", kernel.Messages)) };
        }

        var view = kernel.Tree.Entries;
        var target = table.Targets.FirstOrDefault(target => (target.Flags & IbftFlags.BootSelected) != 0);
        if (target is null || table.Initiator is null)
        {
            return NoBoot($"the table has no {(target is null ? "target to boot from" : "initiator")}");
        }

        if (table.Nics.FirstOrDefault(nic => nic.Index == target.NicAssociation) is not { } listed)
        {
            return NoBoot($"the target names NIC {target.NicAssociation}, which the table does not have");
        }

        if (CardAt(run.Machine, listed) is not { } card)
        {
            return NoBoot($"the table has its NIC at {PciAddress.FromBdf(listed.PciBdf)}, where the machine has none");
        }

        var portal = target.IpAddress.ToIPAddress();
        var own = listed.IpAddress.ToIPAddress();
        if (portal is null || own is null)
        {
            return NoBoot($"the table gives {(portal is null ? "the target" : "the NIC")} no address");
        }

        if (!Reaches(card, listed, own, portal, lab))
        {
            return NoBoot($"{card.Name} does not reach {portal}");
        }

        var server = lab.Targets.FirstOrDefault(one => one.Iqn == target.Name.ToString() && one.Portals.Contains(new IPEndPoint(portal, target.Port)));
        if (server is null)
        {
            return NoBoot($"{portal}:{target.Port} has no target {target.Name}");
        }

        if (server.Faults.Count > 0 || server.Redirect is not null)
        {
            return new VmPrediction { View = view, Outcome = null };
        }

        if (Objection(server, target, table.Initiator) is { } objection)
        {
            return NoBoot(objection);
        }

        string[] without = [.. run.Machine.NicsInPciOrder.Where(nic => nic.Network is not null && nic != card && LeaseOf(nic, lab) is null).Select(nic => nic.Name)];
        return new VmPrediction
        {
            View = view,
            Outcome = without.Length == 0 ? new VmOutcome(VmOutcomeKind.Booted) : new VmOutcome(VmOutcomeKind.BootedWithoutNic, "nobody gives it an address") { Without = without },
            LoginFrom = server.Existing is null ? own : null,
            Disk = server.Existing is null ? server.Luns.GetValueOrDefault((ushort)(target.BootLun.Value >> 48)) ?? server.AnyLun : null,
        };

        VmPrediction NoBoot(string reason) => new() { View = view, Outcome = new VmOutcome(VmOutcomeKind.NoBoot, reason) };
    }

    private static NicSpec? CardAt(MachineSpec machine, IbftNic listed) => machine.Nics.FirstOrDefault(nic => nic.Pci == PciAddress.FromBdf(listed.PciBdf));

    private static bool Reaches(NicSpec card, IbftNic listed, IPAddress own, IPAddress portal, LabFile lab)
    {
        var gateway = listed.Gateway.ToIPAddress();
        return card.LinkUp
            && Reachability.FromAddress(own, listed.SubnetMaskPrefix, gateway, portal) != Reach.None
            && Reachability.From(card, portal, lab.Networks, gateway) != Reach.None;
    }

    /// <summary>Why a target refuses the login; null when it does not.</summary>
    private static string? Objection(TargetSpec server, IbftTarget target, IbftInitiator initiator)
    {
        if (server.Initiators.Count > 0 && !server.Initiators.Contains(initiator.Name.ToString()))
        {
            return $"{initiator.Name} may not log in";
        }

        var isOffered = target.ChapName.Length > 0;
        if (server.Chap is not { } chap)
        {
            return null; // an initiator that could prove itself offers None as well
        }

        if (!isOffered)
        {
            return server.ChapWhen == ChapWhen.Demanded ? "the target demands CHAP, and the table has no name for it" : null;
        }

        if (target.ChapName.ToString() != chap.User || target.ChapSecret.ToString() != chap.Secret)
        {
            return "the table's CHAP name or secret is wrong";
        }

        return target.ReverseChapName.Length > 0 && (target.ReverseChapName.ToString() != chap.ReverseUser || target.ReverseChapSecret.ToString() != chap.ReverseSecret)
            ? "the table's reverse CHAP name or secret is wrong"
            : null;
    }

    /// <summary>The first address that the lab's DHCP server has for a NIC; null when it has none.</summary>
    internal static IPAddress? LeaseOf(NicSpec nic, LabFile lab) => !nic.LinkUp || Reachability.SegmentOf(nic, lab.Networks)?.Dhcp is not { } dhcp
        ? null
        : dhcp.Reservations.FirstOrDefault(kept => kept.Mac.Equals(nic.Mac) && kept.Address is not null)?.Address ?? dhcp.PoolFirst;
}
