using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT049: where CHAP goes through RADIUS the initiator names a server.</summary>
public sealed class Ibft049Radius() : Rule(new RuleInfo
{
    Id = "IBFT049",
    Facts = ["S49", "T-TGT-6"],
    Title = "where CHAP goes through RADIUS the initiator names a server",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC"],
    Why = "The flags of a target say that RADIUS has the credentials; the servers stand in the initiator. No producer is known to set them.",
    Mend = "Write the server's address, or clear the flags.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var hasServer = table.TryGetInitiator(out var initiator) && (initiator.PrimaryRadiusServer.IsSpecified || initiator.SecondaryRadiusServer.IsSpecified);
        foreach (var target in table.Targets)
        {
            var flags = target.Fields.Structure.Flags;
            if (!hasServer && target.IsValid && (flags & (IbftFlags.TargetRadiusChap | IbftFlags.TargetRadiusReverseChap)) != 0)
            {
                findings.Add(table, target.PathOf("flags"), $"flags 0x{flags:x2} of target {target.Number}, but no RADIUS server in the initiator", "a server, or no such flags", "write the server's address, or clear the flags");
            }
        }
    }
}
