using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX026: dracut's host-only detection looks at two NICs.</summary>
public sealed class Lnx026BeyondDracut() : Rule(new RuleInfo
{
    Id = "LNX026",
    Facts = ["L26"],
    Title = "a boot NIC has index 0 or 1",
    Severity = Severity.Info,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["DRACUT-NETLIB"],
    Why = "dracut, when it makes an initramfs for this host only, looks at ethernet0 and ethernet1 to find out whether the host boots by iBFT.",
    Mend = "Number the boot NIC 0 or 1.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        byte lowest = byte.MaxValue;
        var number = -1;
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.IsBootSelected && (number < 0 || nic.Index < lowest))
            {
                (lowest, number) = (nic.Index, nic.Number);
            }
        }

        if (number >= 0 && lowest > 1)
        {
            findings.Add(table, table.Nics[number].PathOf("index"), $"no boot NIC has an index below {lowest}: dracut's host-only mode does not see it", "index 0 or 1", "number the boot NIC 0 or 1");
        }
    }
}
