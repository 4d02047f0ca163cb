using BootLab.Machine;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN028: the bug of Setup of Windows Server 2012.</summary>
public sealed class Win028Code31() : Rule(new RuleInfo
{
    Id = "WIN028",
    Facts = ["N-2", "N-3", "OQ-1"],
    Title = "no NIC of the boot NIC's model is missing from the table",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows2012Rtm,
    Needs = Needs.Machine,
    Evidence = Evidence.Vendor,
    Sources = ["KB-2012-NIC", "SF"],
    Why = "Setup of Windows Server 2012 onto an iSCSI disk leaves other adapters of the boot NIC's make and model with Code 31, until Microsoft's hotfix is in. The server of the origin question was that case: listing the other port cured it.",
    Mend = "Put the hotfix into the image, or list the NIC too.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var spec in table.Context.Machine!.Nics)
        {
            if (!IsListed(table, spec) && ListedOfSameModel(table, spec) is { } twin)
            {
                findings.Add(table, "control", $"{RuleContext.Name(spec)} is of the model of {RuleContext.Name(twin)} and not in the table: Code 31 after Setup of Server 2012 without the hotfix",
                    "the hotfix, or every NIC of that model in the table", "put the hotfix into the image, or list the NIC too");
            }
        }
    }

    private static bool IsListed(in RuleSubject table, NicSpec spec)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && nic.Fields.MacAddress.SequenceEqual(spec.Mac.GetAddressBytes()))
            {
                return true;
            }
        }

        return false;
    }

    private static NicSpec? ListedOfSameModel(in RuleSubject table, NicSpec spec)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid && table.InMachine(nic) is { } listed && listed.Model == spec.Model)
            {
                return listed;
            }
        }

        return null;
    }
}
