using BootLab.Ibft;
using BootLab.Os.Knowledge;
using BootLab.Rules.Tables;

namespace BootLab.Rules.Form;

/// <summary>IBFT041: an address that is not there is 16 zero bytes.</summary>
public sealed class Ibft041UnsetAddress() : Rule(new RuleInfo
{
    Id = "IBFT041",
    Facts = ["S41", "T-NIC-6"],
    Title = "an address that is not there is 16 zero bytes",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "EDK2-IBFT", "LINUX-IBFT"],
    Why = "EDK2 writes ::ffff:0.0.0.0 for what is not set. Linux takes that as absent since 4.1; older ones and others see the address 0.0.0.0.",
    Mend = "Write 16 zeros.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            foreach (var field in FieldSets.Addresses(structure.Area))
            {
                if (table.Address(structure, field) == IbftAddress.MappedZero)
                {
                    findings.Add(table, structure.PathOf(field.Name), "::ffff:0.0.0.0", "16 zero bytes", "write zeros");
                }
            }
        }
    }
}
