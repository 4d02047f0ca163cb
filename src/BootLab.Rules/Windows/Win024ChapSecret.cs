using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN024: CHAP secrets that Microsoft's initiator takes.</summary>
public sealed class Win024ChapSecret() : Rule(new RuleInfo
{
    Id = "WIN024",
    Facts = ["T-TGT-4", "P12"],
    Title = "CHAP secrets have 12 to 16 bytes, CHAP names at most 128",
    Severity = Severity.Error,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Evidence = Evidence.Source,
    Sources = ["IPXE-4DD746A72", "FLEXBOOT"],
    Why = "Microsoft's initiator refuses a session when it is given a secret shorter than 12 bytes, even if the target does not ask for it; longer ones than 16 need IPsec.",
    Mend = "Use a secret of 12 to 16 bytes, or leave name and secret out where the target does not ask.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var entry in table.Strings)
        {
            var length = entry.Value.Length;
            if (entry.Field.Name is "chap_secret" or "reverse_chap_secret" && length is > 0 and (< 12 or > 16))
            {
                findings.Add(table, entry.Path, $"{entry.Name} has {length} bytes: Windows refuses the session", "12 to 16 bytes", "use a secret of that length");
            }
            else if (entry.Field.Name is "chap_name" or "reverse_chap_name" && length > 128)
            {
                findings.Add(table, entry.Path, $"{entry.Name} has {length} bytes", "at most 128 bytes", "use a shorter name");
            }
        }
    }
}
