using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN007: the flag that hides the disk from installers.</summary>
public sealed class Win007BootFailover() : Rule(new RuleInfo
{
    Id = "WIN007",
    Facts = ["T-CTL-2", "S12"],
    Title = "the flags of control are 0",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["EDK2-IBFT"],
    Why = "EDK2 notes that with the Boot Failover flag an installer does not find the iSCSI disk, and clears it always; iPXE, which calls the bit \"single login only\", clears it too.",
    Mend = "Write 0.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var flags = table.Table.Control.Structure.Flags;
        if (flags != 0)
        {
            findings.Add(table, "control.flags", $"control has flags 0x{flags:x2}: installers were seen not to find the disk", "0", "write 0");
        }
    }
}
