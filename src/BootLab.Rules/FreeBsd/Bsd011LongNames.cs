using BootLab.Os.Knowledge;

namespace BootLab.Rules.FreeBsd;

/// <summary>BSD011: what fits isboot's buffers.</summary>
public sealed class Bsd011LongNames() : Rule(new RuleInfo
{
    Id = "BSD011",
    Facts = ["F08"],
    Title = "names and secrets have at most 255 bytes",
    Severity = Severity.Warning,
    AppliesTo = Consumers.FreeBsd,
    Evidence = Evidence.Source,
    Sources = ["ISBOOT"],
    Why = "isboot keeps each in a buffer of 256 bytes and cuts what is longer.",
    Mend = "Shorten the name or secret.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var entry in table.Strings)
        {
            if (entry.Value.Length > 255)
            {
                findings.Add(table, entry.Path, $"{entry.Name} has {entry.Value.Length} bytes: isboot cuts it", "at most 255 bytes", "shorten it");
            }
        }
    }
}
