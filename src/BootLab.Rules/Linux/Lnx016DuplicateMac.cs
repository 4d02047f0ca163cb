using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX016: one NIC structure for one MAC address.</summary>
public sealed class Lnx016DuplicateMac() : Rule(new RuleInfo
{
    Id = "LNX016",
    Facts = ["L16", "P09", "T-ORD-6"],
    Title = "no two NICs have one MAC address and one VLAN",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["NM-IBFT", "DRACUT-NETLIB"],
    Why = "NetworkManager keeps the last of them, dracut the first. EDK2 writes such tables where two attempts go through one port.",
    Mend = "Describe each NIC once and let both targets be associated with it.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var nics = table.Nics;
        for (var second = 1; second < nics.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (nics[first].Fields.MacAddress.SequenceEqual(nics[second].Fields.MacAddress) && nics[first].Fields.Vlan == nics[second].Fields.Vlan)
                {
                    findings.Add(table, nics[second].PathOf("mac_address"), $"NIC {second} has the MAC address of NIC {first}: NetworkManager keeps the last, dracut the first",
                        "a MAC address of its own", "describe the NIC once, with both targets associated with it");
                    break;
                }
            }
        }
    }
}
