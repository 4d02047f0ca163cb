namespace BootLab.Rules;

/// <summary>The headings under which findings stand, by the letters of the rule's id.</summary>
public static class RuleGroup
{
    private static readonly (string Start, string Title)[] s_groups =
    [
        ("IBFT0", "Specification"),
        ("IBFT1", "Good practice"),
        ("LNX", "Linux"),
        ("WIN", "Windows"),
        ("OQ", "Windows Server 2012 as serverfault 477708 reports it, and nobody else"),
        ("ESX", "VMware ESXi"),
        ("BSD", "FreeBSD"),
        ("SUN", "illumos"),
        ("PRD", "Boot programs"),
        ("EMU", "Carried by QEMU"),
    ];

    /// <summary>The number of a rule's heading, in the order of output.</summary>
    public static int Of(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Array.FindIndex(s_groups, group => rule.Id.StartsWith(group.Start, StringComparison.Ordinal));
    }

    /// <summary>The heading of this number.</summary>
    public static string Title(int group) => s_groups[group].Title;
}
