using BootLab.Os.Knowledge;

namespace BootLab.Rules.Linux;

/// <summary>LNX013: which of several boot NICs is taken.</summary>
public sealed class Lnx013SeveralBootPairs() : Rule(new RuleInfo
{
    Id = "LNX013",
    Facts = ["L13", "P01"],
    Title = "where several NICs are boot selected, each carries a boot target",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Linux,
    Evidence = Evidence.Source,
    Sources = ["OPEN-ISCSI"],
    Why = "open-iscsi takes the first boot NIC and the first boot target that it meets in its directory walk, each by itself, and does not look at the NIC association when it boots. A boot NIC without a target may be taken for another's target.",
    Mend = "Set the boot flag on the NIC of the boot target alone.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        var selected = 0;
        foreach (var nic in table.Nics)
        {
            selected += nic.IsBootSelected ? 1 : 0;
        }

        if (selected < 2)
        {
            return;
        }

        foreach (var nic in table.Nics)
        {
            if (nic.IsBootSelected && !CarriesTarget(table, nic.Index))
            {
                findings.Add(table, nic.PathOf("flags"), $"NIC {nic.Number} is boot selected, carries no boot target and is one of {selected}: open-iscsi may take it for another NIC's target",
                    "the boot flag only on NICs of boot targets", "clear bit 1");
            }
        }
    }

    private static bool CarriesTarget(in RuleSubject table, byte index)
    {
        foreach (var target in table.Targets)
        {
            if (target.IsBootSelected && target.Fields.NicAssociation == index)
            {
                return true;
            }
        }

        return false;
    }
}
