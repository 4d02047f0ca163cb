using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Form;

/// <summary>IBFT012: control's flags are zero.</summary>
public sealed class Ibft012ControlFlags() : Rule(new RuleInfo
{
    Id = "IBFT012",
    Facts = ["S12", "T-CTL-2"],
    Title = "control's flags are zero",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Specification,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT", "IPXE-IBFT", "FWTS"],
    Why = "Bit 0 is called boot failover by EDK2, FreeBSD and fwts, single login only by iPXE and u-root; all of them write 0. EDK2's authors saw installers that do not find the disk when it is set. The other bits are reserved.",
    Mend = "Write 0.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var flags = table.Table.Control.Structure.Flags;
        if (flags != 0)
        {
            findings.Add(table, "control.flags", (flags & ~IbftFlags.ControlBootFailover) != 0 ? $"flags 0x{flags:x2} with reserved bits" : "the flag for boot failover, or single login", "0", "write 0");
        }
    }
}
