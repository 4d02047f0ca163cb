using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN022: the target to boot from is marked.</summary>
public sealed class Win022TargetFlags() : Rule(new RuleInfo
{
    Id = "WIN022",
    Facts = ["T-TGT-1"],
    Title = "the first target is valid and boot selected",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["IPXE-IBFT", "EDK2-IBFT"],
    Why = "iPXE sets both flags on every target, EDK2 on the first: no firmware that boots Windows leaves the first without.",
    Mend = "Set bits 0 and 1 of its flags.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.Targets.Count > 0 && table.Targets[0] is var target && (!target.IsValid || !target.IsBootSelected))
        {
            findings.Add(table, target.PathOf("flags"), $"target 0 has flags 0x{target.Fields.Structure.Flags:x2}", "bits 0 and 1", "set them");
        }
    }
}
