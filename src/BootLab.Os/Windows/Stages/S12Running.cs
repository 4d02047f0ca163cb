namespace BootLab.Os.Windows.Stages;

/// <summary>S12: it runs; what is known to go wrong later.</summary>
internal static class S12Running
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.With(WindowsTrait.ShutdownStops) is { } shutdown)
        {
            yield return BootRun.Notes(FactCatalogue.Shutdown.On(shutdown), "without KB902113 Server 2003 may stop while it shuts down");
        }
    }
}
