using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN012: the initiator counts.</summary>
public sealed class Win012InitiatorFlags() : Rule(new RuleInfo
{
    Id = "WIN012",
    Facts = ["T-INI-1", "P11"],
    Title = "the initiator is valid and boot selected",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["SBC-IBFT", "IPXE-IBFT", "EDK2-IBFT"],
    Why = "sanbootconf passes over an initiator without the VALID flag; iPXE and EDK2 set both flags always.",
    Mend = "Set bits 0 and 1 of its flags.",
})
{
    private const byte Both = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        if (table.TryGetInitiator(out var initiator) && (initiator.Structure.Flags & Both) != Both)
        {
            findings.Add(table, "initiator.flags", $"the initiator has flags 0x{initiator.Structure.Flags:x2}", "bits 0 and 1", "set them");
        }
    }
}
