using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT015: there is a NIC and a target.</summary>
public sealed class Ibft015NicAndTarget() : Rule(new RuleInfo
{
    Id = "IBFT015",
    Facts = ["S15", "T-CTL-3"],
    Title = "there is a NIC and a target",
    Severity = Severity.Error,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Inferred,
    Sources = ["IBFT-SPEC", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "There is nothing to boot from otherwise. iPXE and EDK2 do not write such a table at all.",
    Mend = "Write the NIC that reaches the target, and the target.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Nics.Count == 0)
        {
            findings.AddMissing("control.nic_0", "no NIC", "at least one", "write a NIC structure, and its offset into control");
        }

        if (table.Targets.Count == 0)
        {
            findings.AddMissing("control.target_0", "no target", "at least one", "write a target structure, and its offset into control");
        }
    }
}
