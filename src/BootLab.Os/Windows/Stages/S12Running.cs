using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S12: it runs; what is known to go wrong later.</summary>
internal static class S12Running
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.With(WindowsTrait.TableByDriver) is not null && boot.Windows.Hive is { } hive && DistrustedHive.Setting(hive, settings => settings.DisablePagingExecutive)?.Number != 1)
        {
            yield return boot.Degrades(FactCatalogue.PagingExecutive, "paging-executive", null, "DisablePagingExecutive is not 1: drivers on the way to the disk may be paged out to it, and Windows stops at times");
        }

        if (boot.Windows.IsClient)
        {
            yield return BootRun.Notes(FactCatalogue.ServerOnly, "this is no server: Microsoft supports iSCSI boot on servers only, though it works");
        }

        if (boot.With(WindowsTrait.ShutdownStops) is { } shutdown)
        {
            yield return BootRun.Notes(FactCatalogue.Shutdown.On(shutdown), "without KB902113 Server 2003 may stop while it shuts down");
        }
    }
}
