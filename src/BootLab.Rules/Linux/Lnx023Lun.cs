using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX023: LUNs that sysfs cannot tell apart.</summary>
public sealed class Lnx023Lun() : Rule(new RuleInfo
{
    Id = "LNX023",
    Facts = ["L23"],
    Title = "each byte of the boot LUN is below 16",
    Severity = Severity.Info,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Observed,
    Sources = ["LINUX-IBFT", "LINUX-JUDGE"],
    Why = "The kernel prints the eight bytes without leading zeros: from 0x10 on a byte takes two digits and shifts the rest.",
    Mend = "Use a LUN below 16 where something reads the file lun.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        Span<byte> lun = stackalloc byte[8];
        foreach (var target in table.Targets)
        {
            target.Fields.BootLun.Write(lun);
            if (lun.ContainsAnyInRange((byte)0x10, (byte)0xff))
            {
                findings.Add(table, target.PathOf("boot_lun"), $"target {target.Number} boots from LUN {target.Fields.BootLun}: the file lun does not tell it from others", "bytes below 0x10", "use a LUN below 16");
            }
        }
    }
}
