using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN026: RADIUS is used by nobody.</summary>
public sealed class Win026Radius() : Rule(new RuleInfo
{
    Id = "WIN026",
    Facts = ["T-TGT-6", "T-INI-4"],
    Title = "targets do without RADIUS",
    Severity = Severity.Info,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT", "IPXE-IBFT"],
    Why = "No firmware that boots Windows fills the RADIUS fields; what Windows makes of the flags is not known.",
    Mend = "Use CHAP with secrets in the table.",
})
{
    private const byte Radius = 0x0c;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            if ((target.Fields.Structure.Flags & Radius) != 0)
            {
                findings.Add(table, target.PathOf("flags"), $"target {target.Number} asks for RADIUS with flags 0x{target.Fields.Structure.Flags:x2}", "bits 2 and 3 clear", "use CHAP with secrets in the table");
            }
        }
    }
}
