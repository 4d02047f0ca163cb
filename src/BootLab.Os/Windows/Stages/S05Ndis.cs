using BootLab.Machine;
using BootLab.Os.Windows.Conditions;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S5: NDIS binds filters, then protocols, to the boot NIC; a mandatory filter that is not there halts the NIC.</summary>
internal static class S05Ndis
{
    // S6 speaks of a NIC that the machine does not have.
    public static IEnumerable<DecidingFact> Run(BootRun boot) =>
        boot.AskNics(nic => boot.Situation.Machine is not null && nic.Machine is null ? [] : Filters(boot, nic).Concat(Protocols(boot, nic)));

    private static IEnumerable<DecidingFact> Filters(BootRun boot, BootNic nic)
    {
        if (boot.Release.Generation == WindowsGeneration.Xp)
        {
            yield break;
        }

        if (nic.Known?.Filters is { } filters)
        {
            yield return ByFilters(boot, nic, filters);
        }
        else if (boot.With(WindowsTrait.WfpFilter) is { } wfp)
        {
            yield return ByInstallation(boot, nic, wfp);
        }
    }

    private static DecidingFact ByFilters(BootRun boot, BootNic nic, IReadOnlyList<KnownFilter> filters)
    {
        WindowsFact Known(WindowsFact matter) => boot.With(WindowsTrait.WfpFilter) is { } wfp ? matter.On(wfp) : matter.Inferred;
        var fact = Known(FactCatalogue.Filter);
        if (filters.FirstOrDefault(filter => FilterBindings.HoldsBack(filter) == true) is { } holding)
        {
            var bound = $"{holding.Name} is bound to {nic.Name}, mandatory (FilterRunType 1) and not loaded by the loader: NDIS halts the NIC";
            return nic.Known!.IsListed == false ? boot.Loses(nic, Known(FactCatalogue.OtherPort), $"{nic.Name} was not in the table of the installation{Through(boot)}, and {bound}") : boot.Loses(nic, fact, bound);
        }

        return filters.FirstOrDefault(filter => FilterBindings.HoldsBack(filter) is null) is { } unsure
            ? BootRun.Assumed(fact, $"{unsure.Name} is bound to {nic.Name}: whether it is mandatory and loaded is not known, and it is taken to be no obstacle")
            : filters.FirstOrDefault(filter => filter is { IsMandatory: true, IsLoaded: true } && FilterBindings.IsWfp(filter)) is { } early
            ? BootRun.Assumed(FactCatalogue.BootStartFilter, $"{early.Name} is bound to {nic.Name}, mandatory and loaded by the loader: it is taken to attach in time, though Microsoft says of Windows 7 that it is not fit for the paging path")
            : BootRun.Holds(fact, filters.Count == 0 ? $"no filter is bound to {nic.Name}" : $"no filter of {nic.Name} holds it back");
    }

    // What Setup did is known; what somebody did to it since then is not.
    private static DecidingFact ByInstallation(BootRun boot, BootNic nic, VersionDifference wfp)
    {
        var fact = FactCatalogue.Filter.On(wfp);
        return boot.Windows.Way == InstallWay.Copied ? boot.Loses(nic, fact, $"Windows was installed to a local disk: its Setup bound the WFP filter to {nic.Name} too, and NDIS halts the NIC")
            : nic.IsAlternate || nic.Known?.IsListed == false ? boot.Loses(nic, FactCatalogue.OtherPort.On(wfp), $"{nic.Name} was not in the table of the installation{Through(boot)}: Setup bound the WFP filter to it, and NDIS halts the NIC")
            : nic.Known?.IsListed == true ? BootRun.Holds(fact, $"{nic.Name} was in the table of the installation: Setup left the WFP filter off it")
            : BootRun.Assumed(fact, $"nobody says whether {nic.Name} was in the table of the installation: the WFP filter is taken not to be bound to it");
    }

    private static string Through(BootRun boot) => boot.Windows.Nics.FirstOrDefault(known => known.IsListed == true) is { Pci: { } pci } ? $", which listed {pci}" : "";

    private static IEnumerable<DecidingFact> Protocols(BootRun boot, BootNic nic)
    {
        if (nic.Known?.Hive is { } hive && nic.Entry.IpAddress.IsSpecified)
        {
            var (version, obstacle) = nic.Entry.IpAddress.IsIPv4 ? ("IPv4", ProtocolBindings.ObstacleToIPv4(hive)) : ("IPv6", ProtocolBindings.ObstacleToIPv6(hive));
            yield return obstacle is not null
                ? boot.Loses(nic, FactCatalogue.Bindings, $"{nic.Name} {obstacle}: {version} does not run over it")
                : BootRun.Holds(FactCatalogue.Bindings, $"{version} is bound to {nic.Name}");
        }
    }
}
