using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT104: a NIC's flag for a global address agrees with the address.</summary>
public sealed class Ibft104GlobalFlag() : Rule(new RuleInfo
{
    Id = "IBFT104",
    Facts = ["P04", "T-NIC-1"],
    Title = "a NIC's flag for a global address agrees with the address",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["IBFT-SPEC", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "Bit 2 is for addresses that are not link-local. EDK2 sets it always, iPXE never; no reader is known to look at it, so that a flag that is missing is only said.",
    Mend = "Set bit 2 for a global address, clear it for one of fe80::/10 or 169.254.0.0/16.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var address = nic.Fields.IpAddress;
            var isGlobal = (nic.Fields.Structure.Flags & IbftFlags.NicGlobal) != 0;
            if (!nic.IsValid || !address.IsSpecified || isGlobal != IsLinkLocal(address))
            {
                continue;
            }

            findings.Add(table, nic.PathOf("flags"), $"bit 2 {(isGlobal ? "set" : "clear")} beside {address}", isGlobal ? "bit 2 clear for a link-local address" : "bit 2 set for a global address",
                isGlobal ? "clear bit 2" : "set bit 2", severity: isGlobal ? null : Severity.Info);
        }
    }

    private static bool IsLinkLocal(IbftAddress address)
    {
        var value = Subnets.Value(address);
        return address.IsIPv4 ? (uint)value >> 16 == 0xa9fe : value >> 118 == 0x3fa;
    }
}
