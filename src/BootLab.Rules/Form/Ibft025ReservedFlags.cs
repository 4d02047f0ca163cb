using BootLab.Ibft;
using BootLab.Ibft.Fields;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT025: reserved bits of flags are zero.</summary>
public sealed class Ibft025ReservedFlags() : Rule(new RuleInfo
{
    Id = "IBFT025",
    Facts = ["S25"],
    Title = "reserved bits of flags are zero",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Spec,
    Sources = ["IBFT-SPEC", "FWTS"],
    Why = "An initiator has bits 0 and 1, a NIC 0 to 2, a target 0 to 3. fwts fails a table with others.",
    Mend = "Clear the other bits.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var structure in table.Structures)
        {
            var reserved = table.Header(structure).Flags & ~Known(structure.Area);
            if (reserved != 0)
            {
                findings.Add(table, structure.PathOf("flags"), $"flags 0x{table.Header(structure).Flags:x2} of {structure.Name}", $"bits of 0x{Known(structure.Area):x2} only", $"clear 0x{reserved:x2}");
            }
        }
    }

    private static int Known(TableArea area) => area switch
    {
        TableArea.Initiator => IbftFlags.Valid | IbftFlags.BootSelected,
        TableArea.Nic => IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        TableArea.Target => IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.TargetRadiusChap | IbftFlags.TargetRadiusReverseChap,
        _ => 0xff,
    };
}
