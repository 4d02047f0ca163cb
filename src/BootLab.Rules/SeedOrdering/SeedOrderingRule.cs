using BootLab.Rules.Tables;

namespace BootLab.Rules.SeedOrdering;

/// <summary>
/// A rule of the origin question: how Windows Server 2012 took the tables of one diskless server with one dual-port NIC, written down by its
/// administrator in 2013. One machine, one system, one report: what better evidence says stands beside each rule. Its NICs are those with the VALID flag, counted from 0.
/// </summary>
public abstract class SeedOrderingRule : Rule
{
    private protected SeedOrderingRule(RuleInfo info)
        : base(info)
    {
    }

    private protected static Consumers Hurt => Consumers.SeedOrdering | Consumers.Windows | Consumers.Windows2012Rtm;

    /// <summary>A warning for Windows in general, an error for the server of the report.</summary>
    private protected static IReadOnlyDictionary<string, Severity> Hard { get; } = new Dictionary<string, Severity> { ["seed-ordering"] = Severity.Error };

    private protected static Effect FailsSomehow { get; } = new(
        Consequence.Fails, Reported: false, "Windows fails; the report does not say how (assumed: crash and reboot)");

    private protected static bool TryGetFirst(in RuleSubject table, out NicItem first)
    {
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid)
            {
                first = nic;
                return true;
            }
        }

        first = default;
        return false;
    }

    /// <summary>Something of each NIC, by default its name, in a list for a message.</summary>
    private protected static string Listed(in RuleSubject table, Func<NicItem, string>? say = null)
    {
        var said = new List<string>();
        foreach (var nic in table.Nics)
        {
            if (nic.IsValid)
            {
                said.Add(say is null ? table.Name(nic) : say(nic));
            }
        }

        return string.Join(", ", said);
    }
}
