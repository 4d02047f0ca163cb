using System.Net;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>What a target asks of an initiator: its name, CHAP, a session of its own.</summary>
internal static class Login
{
    /// <summary>Of initiator and target names, in bytes.</summary>
    public const int LongestName = 223;

    private const int IscsiPort = 3260;
    private const int LongestChapName = 128;
    private const int ShortestSecret = 12;
    private const int LongestSecret = 16;

    public static IEnumerable<DecidingFact> Of(BootRun boot, BootPath path)
    {
        var target = path.Target;
        if (target.Name.Length is 0 or > LongestName)
        {
            yield return boot.Loses(path, FactCatalogue.TargetFields, $"the target name has {target.Name.Length} bytes: expected 1 to {LongestName}");
        }

        if (Misfit(target) is { } misfit)
        {
            yield return boot.Loses(path, FactCatalogue.ChapSecret, $"{misfit}: Microsoft's initiator refuses the session with {path.Name}, whether it asks for CHAP or not");
        }

        if (target.ChapType == ChapType.Mutual)
        {
            var flaw = target.ReverseChapSecret.Length == 0 ? "no reverse secret" : target.ReverseChapName.Length == 0 ? "no reverse name" : target.ReverseChapSecret.Value == target.ChapSecret.Value ? "one secret for both directions" : null;
            if (flaw is not null)
            {
                yield return boot.Loses(path, FactCatalogue.MutualChap, $"mutual CHAP with {path.Name} has {flaw}");
            }
        }

        if (boot.Situation.Targets.Count == 0)
        {
            yield return BootRun.Assumed(FactCatalogue.Acl, $"the targets are not known: {path.Name} is taken to let this initiator in");
            yield break;
        }

        foreach (var fact in OfSpec(boot, path))
        {
            yield return fact;
        }
    }

    private static IEnumerable<DecidingFact> OfSpec(BootRun boot, BootPath path)
    {
        var (target, initiator) = (path.Target, boot.Table!.Initiator!.Name);
        if (boot.Situation.Targets.FirstOrDefault(one => target.Name.Value == one.Iqn) is not { } spec)
        {
            yield return boot.Loses(path, FactCatalogue.TargetFields.Inferred, $"no target is called {path.Name}");
            yield break;
        }

        if (spec is { Existing: null, Portals.Count: > 0 } && target.IpAddress.ToIPAddress() is { } portal
            && !boot.Situation.Targets.Any(one => one.Iqn == spec.Iqn && one.Portals.Any(answers => answers.Address.Equals(portal) && answers.Port == target.Port)))
        {
            yield return boot.Loses(path, FactCatalogue.Cable, $"{spec.Iqn} does not answer at {portal}:{target.Port}, but at {string.Join(", ", spec.Portals)}");
        }

        if (spec.Redirect is { } redirect)
        {
            yield return IsPortal(redirect, target)
                ? BootRun.Notes(FactCatalogue.ConfiguredPortal, $"the table names {redirect}, to which {spec.Iqn} sent the boot program, and not the portal that was configured: Windows does not get in again once the session has moved")
                : BootRun.Holds(FactCatalogue.ConfiguredPortal, $"{spec.Iqn} redirects to {redirect}, and the table keeps the portal that was configured");
        }

        if (spec.Initiators.Count > 0 && !spec.Initiators.Any(allowed => initiator.Value == allowed))
        {
            yield return boot.Loses(path, FactCatalogue.Acl, $"{spec.Iqn} does not let {initiator} in, the initiator name of the table, with which Windows logs in");
        }

        yield return BootRun.Holds(FactCatalogue.Acl, $"{spec.Iqn} lets {(spec.Initiators.Count == 0 ? "every initiator" : initiator)} in");
        if (spec.Chap is { } chap)
        {
            if (target.ChapType == ChapType.None && spec.ChapWhen == ChapWhen.Demanded)
            {
                yield return boot.Loses(path, FactCatalogue.Chap, $"{spec.Iqn} demands CHAP, and the table has none for it");
            }

            if (target.ChapType != ChapType.None)
            {
                var isRight = target.ChapName.Value == chap.User && target.ChapSecret.Value == chap.Secret;
                yield return isRight ? BootRun.Holds(FactCatalogue.Chap, $"{spec.Iqn} takes the table's CHAP name and secret")
                    : boot.Loses(path, FactCatalogue.Chap, $"{spec.Iqn} has another CHAP name or secret than the table");
                if (!isRight)
                {
                    yield break;
                }
            }

            if (target.ChapType == ChapType.Mutual && !(target.ReverseChapName.Value == chap.ReverseUser.OrEmpty() && target.ReverseChapSecret.Value == chap.ReverseSecret.OrEmpty()))
            {
                yield return boot.Loses(path, FactCatalogue.MutualChap, $"{spec.Iqn} proves itself with another reverse CHAP name or secret than the table has");
            }
        }

        yield return spec.MaxSessions == 1
            ? boot.Loses(path, FactCatalogue.SecondSession, $"{spec.Iqn} takes one session at a time, and the boot program's may linger: Windows is taken to be refused")
            : BootRun.Assumed(FactCatalogue.SecondSession, $"{spec.Iqn} is taken to let Windows in though the boot program's session may linger");
    }

    private static bool IsPortal(string address, IbftTarget target) =>
        IPEndPoint.TryParse(address.Split(',')[0], out var portal) && portal.Address.Equals(target.IpAddress.ToIPAddress()) && (portal.Port is 0 ? IscsiPort : portal.Port) == target.Port;

    private static string? Misfit(IbftTarget target) =>
        target.ChapType != ChapType.None && target.ChapSecret.Length == 0 ? "CHAP is asked for without a secret"
        : Secret(target.ChapSecret, "the CHAP secret") ?? Secret(target.ReverseChapSecret, "the reverse CHAP secret") ?? Name(target.ChapName, "the CHAP name") ?? Name(target.ReverseChapName, "the reverse CHAP name");

    private static string? Secret(IbftString secret, string name) =>
        secret.Length is 0 or (>= ShortestSecret and <= LongestSecret) ? null : $"{name} has {secret.Length} bytes, expected {ShortestSecret} to {LongestSecret}";

    private static string? Name(IbftString text, string name) => text.Length <= LongestChapName ? null : $"{name} has {text.Length} bytes, expected at most {LongestChapName}";

    private static string OrEmpty(this string? text) => text ?? string.Empty;
}
