using BootLab.Ibft;
using BootLab.Os.Knowledge;

namespace BootLab.Rules.Windows;

/// <summary>WIN023: the portal is the configured one.</summary>
public sealed class Win023ConfiguredPortal() : Rule(new RuleInfo
{
    Id = "WIN023",
    Facts = ["T-TGT-3"],
    Title = "the table names the target's configured portal, not one it was redirected to",
    Severity = Severity.Warning,
    AppliesTo = Consumers.Windows | Consumers.Windows2003 | Consumers.Windows2012Rtm,
    Needs = Needs.Targets,
    Evidence = Evidence.Source,
    Sources = ["EDK2-A2D59EF291", "IPXE-36A4C85"],
    Why = "After a login redirection EDK2 keeps the configured portal, on the word of an expert at Microsoft: Windows cannot log in again once the array moves the session elsewhere. iPXE writes the portal it was redirected to.",
    Mend = "Boot with a program that keeps the configured portal, or without redirection.",
})
{
    /// <inheritdoc/>
    public override void Check(in RuleSubject table, FindingSink findings)
    {
        foreach (var target in table.Targets)
        {
            foreach (var spec in table.Context.Targets)
            {
                if (target.IsValid && spec.Redirect is { } redirect && System.Net.IPEndPoint.TryParse(redirect.Split(',')[0], out var portal)
                    && IbftAddress.From(portal.Address) == target.Fields.IpAddress && (portal.Port is 0 ? 3260 : portal.Port) == target.Fields.Port)
                {
                    findings.Add(table, target.PathOf("ip_address"), $"target {target.Number} is at {redirect}, to which {spec.Iqn} redirects", "the configured portal", "boot with a program that keeps it");
                }
            }
        }
    }
}
