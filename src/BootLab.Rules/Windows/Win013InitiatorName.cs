using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN013: an initiator name of a length that Windows can hold.</summary>
public sealed class Win013InitiatorName() : Rule(new RuleInfo
{
    Id = "WIN013",
    Facts = ["T-INI-2", "T-TGT-2"],
    Title = "initiator and target names have 1 to 223 bytes",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Vendor,
    Sources = ["MS-BOOTCFG"],
    Why = "223 bytes is what the fields of MSiSCSI_BootConfiguration hold. An iPXE wrote an empty initiator name until its commit a19ac2497.",
    Mend = "Write the name that logs in.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var entry in table.Strings)
        {
            if (entry.Field.Name == "name" && entry.Value.Length is 0 or > 223)
            {
                findings.Add(table, entry.Path, $"{entry.Name} has {entry.Value.Length} bytes", "1 to 223 bytes", "write the name");
            }
        }
    }
}
