using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX027: indices without gaps.</summary>
public sealed class Lnx027AssociatedFolder() : Rule(new RuleInfo
{
    Id = "LNX027",
    Facts = ["L27"],
    Title = "the index bytes of the NICs have no gap",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["LINUX-IBFT", "XENSERVER"],
    Why = "The kernel names folders by index and does not mind gaps; XenServer's installer opens ethernet<n> with the target's NIC association, and scripts look for ethernet0.",
    Mend = "Number the NICs 0, 1, 2, ...",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.Index >= table.Nics.Count)
            {
                findings.Add(table, nic.PathOf("index"), $"NIC {nic.Number} has index {nic.Index} in a table with {table.Nics.Count} NIC(s): its folder is ethernet{nic.Index}",
                    $"an index below {table.Nics.Count}", "number the NICs 0, 1, 2, ...");
            }
        }
    }
}
