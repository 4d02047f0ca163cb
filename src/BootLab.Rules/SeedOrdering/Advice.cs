using System.Net;
using BootLab.Machine;

namespace BootLab.Rules.SeedOrdering;

/// <summary>
/// What to change so that all rules hold at once. The rules pull at each other: PCI order fixes which NIC is first, the first must reach the target and must be
/// the one of the installation. So the cables follow the PCI order, and the installation follows the cables.
/// </summary>
internal static class Advice
{
    public static IReadOnlyList<string> Steps(IPAddress? portal, RuleContext context, IReadOnlyList<Verdict> verdicts)
    {
        var violated = verdicts.Where(verdict => verdict.State == VerdictState.Violated).ToList();
        if (violated.Count == 0)
        {
            return [];
        }

        return context.Machine is { Nics.Count: > 0 } machine
            ? [.. ForMachine(portal, context, machine, [.. violated.Select(verdict => verdict.Rule.Id)])]
            : [.. violated.SelectMany(verdict => verdict.Findings).Select(finding => finding.Mend).Distinct()];
    }

    private static IEnumerable<string> ForMachine(IPAddress? portal, RuleContext context, MachineSpec machine, IReadOnlyList<string> violated)
    {
        var order = machine.NicsInPciOrder.ToList();
        var first = order[0];
        if (portal is not null
            && Reachability.NicsThatReach(machine, portal, context.Networks).ToList() is { Count: > 0 } reaching
            && !reaching.Contains(first))
        {
            yield return $"swap the cables of {RuleContext.Name(first)} and {RuleContext.Name(reaching[0])}: in PCI order (OQ-2) {first.Pci} is first, and the first has to reach the target (OQ-3)";
        }

        if (violated.Intersect(["OQ-1", "OQ-2", "OQ-5", "OQ-6"]).Any())
        {
            yield return $"boot with a program that lists every NIC in PCI order, in that order in memory, with index bytes from 0: {string.Join(", ", order.Select(nic => nic.Pci))}";
        }

        if (context.Installed is { } installed && (!installed.FirstNic.Mac.Equals(first.Mac) || installed.FirstNic.Pci != first.Pci))
        {
            yield return $"install Windows again through {first.Pci}: it was installed through {installed.FirstNic.Pci}, and the first NIC has to stay the one of the installation (OQ-4)";
        }

        if (violated.Contains("OQ-7"))
        {
            yield return "fill in address and prefix length of the NIC that carries the boot target (OQ-7)";
        }

        // The table can stay only where nothing else is wrong with it.
        if (violated is ["OQ-1"])
        {
            yield return "or leave the table as it is, with Microsoft's hotfix in the image: better evidence takes Code 31 for a bug of Server 2012's Setup with NICs of one model (vendor: KB-2012-NIC)";
        }
    }
}
