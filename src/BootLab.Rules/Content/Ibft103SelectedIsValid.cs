using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Content;

/// <summary>IBFT103: what is selected for the boot is valid.</summary>
public sealed class Ibft103SelectedIsValid() : Rule(new RuleInfo
{
    Id = "IBFT103",
    Facts = ["P03", "L12"],
    Title = "what is selected for the boot is valid",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Practice,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI", "DRACUT-NETLIB", "WICKED-IBFT"],
    Why = "Bit 1 without bit 0 contradicts itself. open-iscsi met firmware that does so and takes it; dracut, wicked and XenServer drop it.",
    Mend = "Set bit 0, or clear bit 1.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            var flags = table.Header(structure).Flags;
            if (structure.Area != TableArea.Other && (flags & (IbftFlags.Valid | IbftFlags.BootSelected)) == IbftFlags.BootSelected)
            {
                findings.Add(table, structure.PathOf("flags"), $"flags 0x{flags:x2} of {structure.Name}: selected but not valid", "bit 0 with bit 1", "set bit 0, or clear bit 1");
            }
        }
    }
}
