using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT045: a valid NIC has the MAC address of a NIC.</summary>
public sealed class Ibft045Mac() : Rule(new RuleInfo
{
    Id = "IBFT045",
    Facts = ["S45"],
    Title = "a valid NIC has the MAC address of a NIC",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["DRACUT-NETLIB", "NM-IBFT", "ISBOOT", "SBC-IBFT"],
    Why = "Dracut, NetworkManager, isboot, ESXi and Windows find the NIC by its MAC address, and none has a multicast address or none at all.",
    Mend = "Write the address that the operating system will see.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            var mac = nic.Fields.MacAddress;
            var fault = !nic.IsValid ? null
                : mac.IndexOfAnyExcept((byte)0) < 0 ? "no MAC address"
                : mac.IndexOfAnyExcept((byte)0xff) < 0 ? "the broadcast address"
                : (mac[0] & 1) != 0 ? "a multicast address"
                : null;
            if (fault is not null)
            {
                findings.Add(table, nic.PathOf("mac_address"), $"{fault} in NIC {nic.Number}", "the address of a NIC", "write the address that the operating system will see");
            }
        }
    }
}
