using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT111: the initiator is valid, and selected where NIC and target are.</summary>
public sealed class Ibft111InitiatorSelected() : Rule(new RuleInfo
{
    Id = "IBFT111",
    Facts = ["P11", "T-INI-1"],
    Title = "the initiator is valid, and selected where NIC and target are",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["IPXE-IBFT", "EDK2-IBFT", "SBC-IBFT", "ILLUMOS-IBFT"],
    Why = "iPXE and EDK2 set both bits. sanbootconf skips an initiator that is not valid, illumos one that is not selected.",
    Mend = "Set bits 0 and 1 of the initiator's flags.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (!table.TryGetInitiator(out var initiator) || (initiator.Structure.Flags & 3) == 3)
        {
            return;
        }

        var isBoot = false;
        foreach (var nic in table.Nics)
        {
            isBoot |= nic.IsBootSelected;
        }

        foreach (var target in table.Targets)
        {
            isBoot |= target.IsBootSelected;
        }

        findings.Add(table, "initiator.flags", $"flags 0x{initiator.Structure.Flags:x2}", "bits 0 and 1 set", "set bits 0 and 1", severity: isBoot ? null : Severity.Info);
    }
}
