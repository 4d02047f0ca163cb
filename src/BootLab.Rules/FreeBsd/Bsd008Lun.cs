using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD008: the boot LUN is not looked at.</summary>
public sealed class Bsd008Lun() : Rule(new RuleInfo
{
    Id = "BSD008",
    Facts = ["F08"],
    Title = "the boot LUN is 0",
    Severity = Severity.Info,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot attaches all LUNs of the target, so the disk of the boot LUN need not be the first: the root file system has to be found by its label.",
    Mend = "Mount the root file system by its label.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        Span<byte> lun = stackalloc byte[8];
        if (FreeBsdTable.TryGetTarget0(table, out var target))
        {
            target.Fields.BootLun.Write(lun);
            if (lun.ContainsAnyExcept((byte)0))
            {
                findings.Add(table, target.PathOf("boot_lun"), $"the boot LUN is {target.Fields.BootLun}: isboot attaches every LUN of the target", "LUN 0, or a root found by its label", "mount the root file system by its label");
            }
        }
    }
}
