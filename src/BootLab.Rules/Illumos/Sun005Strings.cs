using BootLab.Os.Knowledge;

namespace BootLab.Rules.Illumos;

/// <summary>SUN005: illumos reads strings to their NUL.</summary>
public sealed class Sun005Strings() : Rule(new RuleInfo
{
    Id = "SUN005",
    Facts = ["I05", "S31"],
    Title = "a NUL follows each string",
    Severity = Severity.Error,
    AppliesTo = Consumers.Illumos,
    Evidence = Evidence.Source,
    Sources = ["ILLUMOS-IBFT"],
    Why = "illumos copies strings as C strings, to the next NUL wherever that is.",
    Mend = "Put a NUL behind each string that its length does not count.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var bytes = table.Table.Bytes;
        foreach (var entry in table.Strings)
        {
            if (entry.Value.Length > 0 && (entry.Value.End >= bytes.Length || bytes[entry.Value.End] != 0))
            {
                findings.Add(table, entry.Path, $"no NUL follows {entry.Name}: illumos reads on", "a NUL at its end", "put one there that the length does not count");
            }
        }
    }
}
