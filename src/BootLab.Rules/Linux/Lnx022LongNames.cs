using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX022: what fits open-iscsi's buffers.</summary>
public sealed class Lnx022LongNames() : Rule(new RuleInfo
{
    Id = "LNX022",
    Facts = ["L22"],
    Title = "names have at most 223 bytes, CHAP names and secrets at most 255",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI"],
    Why = "iSCSI names end at 223 bytes (RFC 7143, 4.2.7.1); open-iscsi cuts names and CHAP credentials that its buffers of 256 bytes do not hold.",
    Mend = "Shorten the name or secret.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var entry in table.Strings)
        {
            var largest = entry.Field.Name == "name" ? 223 : 255;
            if (entry.Value.Length > largest)
            {
                findings.Add(table, entry.Path, $"{entry.Name} has {entry.Value.Length} bytes: open-iscsi may cut it", $"at most {largest} bytes", "shorten it");
            }
        }
    }
}
