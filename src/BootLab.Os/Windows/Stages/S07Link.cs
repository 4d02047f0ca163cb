using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>S7: the link, which the driver's start drops, comes up again and the switch forwards.</summary>
internal static class S07Link
{
    // The initiator's patience is not published.
    private static readonly TimeSpan s_soft = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_hard = TimeSpan.FromSeconds(60);

    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.With(WindowsTrait.MediaSense) is { } sense && FirstListed(boot) is { } first && HasNoLink(boot, first) && !IsMediaSenseOff(boot))
        {
            yield return boot.Ends(FactCatalogue.MediaSense.On(sense), $"{BootNic.NameOf(first)}, the first NIC of the table, has no link, and DisableDHCPMediaSense is not 1: it restarts for ever", WindowsOutcome.CrashAndReboot);
        }

        foreach (var fact in boot.AskNics(nic => OfNic(boot, nic)))
        {
            yield return fact;
        }
    }

    private static IEnumerable<DecidingFact> OfNic(BootRun boot, BootNic nic)
    {
        if (nic.Machine is not { } machine)
        {
            yield break;
        }

        if (HasNoLink(boot, machine))
        {
            yield return boot.Loses(nic, FactCatalogue.Cable, $"{nic.Name} has no link");
        }

        if (Reachability.SegmentOf(machine, boot.Situation.Networks)?.ForwardingDelay is { } delay && delay > s_soft)
        {
            yield return delay > s_hard
                ? boot.Loses(nic, FactCatalogue.ForwardingDelay, $"the switch of {nic.Name} forwards only {delay.TotalSeconds:0} s after link: the login gives up before (taken to be after {s_hard.TotalSeconds:0} s)")
                : boot.Degrades(FactCatalogue.ForwardingDelay, "slow-link", nic.Name, $"the switch of {nic.Name} forwards only {delay.TotalSeconds:0} s after link: more than {s_soft.TotalSeconds:0} s may be too long");
        }
    }

    // Where no networks are known a NIC that names none may be plugged in all the same.
    private static bool HasNoLink(BootRun boot, NicSpec nic) => !nic.LinkUp || (nic.Network is null && boot.Situation.Networks.Count > 0);

    private static NicSpec? FirstListed(BootRun boot) => boot.Table?.Nics is { Length: > 1 } nics ? boot.InMachine(nics[0].MacAddress) : null;

    // sanbootconf's installer sets it: only an image says otherwise.
    private static bool IsMediaSenseOff(BootRun boot) =>
        boot.Windows.Hive is not { } hive || Knowing.DistrustedHive.Setting(hive, settings => settings.DisableDhcpMediaSense)?.Number == 1;
}
