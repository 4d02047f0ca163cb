using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT102: the NIC of a target selected for the boot is valid and selected too.</summary>
public sealed class Ibft102BootNicSelected() : Rule(new RuleInfo
{
    Id = "IBFT102",
    Facts = ["P02"],
    Title = "the NIC of a target selected for the boot is valid and selected too",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "DRACUT-NETLIB"],
    Why = "open-iscsi and dracut configure selected NICs only: the target's would stay without an address.",
    Mend = "Set bits 0 and 1 of that NIC's flags.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if (!target.IsValid || !target.IsBootSelected)
            {
                continue;
            }

            foreach (var nic in table.Nics)
            {
                if (nic.Index == target.Fields.NicAssociation && !(nic.IsValid && nic.IsBootSelected))
                {
                    findings.Add(table, nic.PathOf("flags"), $"flags 0x{nic.Fields.Structure.Flags:x2} of NIC {nic.Number}, which carries target {target.Number}, selected for the boot", "bits 0 and 1 set", "set bits 0 and 1");
                    break;
                }
            }
        }
    }
}
