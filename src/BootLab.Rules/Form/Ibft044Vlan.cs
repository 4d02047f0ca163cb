using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT044: a VLAN id has 12 bits and is not 4095.</summary>
public sealed class Ibft044Vlan() : Rule(new RuleInfo
{
    Id = "IBFT044",
    Facts = ["S44", "T-NIC-9", "L19"],
    Title = "a VLAN id has 12 bits and is not 4095",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "IEEE-802.1Q"],
    Why = "0 is for no VLAN, 1 to 4094 are VLANs; 4095 is reserved (802.1Q).",
    Mend = "Write the VLAN id alone, without priority bits.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.Fields.Vlan > 4094)
            {
                findings.Add(table, nic.PathOf("vlan"), $"VLAN id {nic.Fields.Vlan} of NIC {nic.Number}", "0 to 4094", "write the VLAN id alone, without priority bits");
            }
        }
    }
}
