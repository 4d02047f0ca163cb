using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S10: the session manager, which opens the page file.</summary>
internal static class S10Session
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.With(WindowsTrait.PageFileStops) is not { } difference)
        {
            yield break;
        }

        var fact = FactCatalogue.PageFile.On(difference);
        if (boot.Windows.Hive is not { } hive)
        {
            yield return BootRun.Assumed(fact, "nobody has looked into the registry: the page file is taken to be off, or to do no harm");
            yield break;
        }

        var files = DistrustedHive.Setting(hive, settings => settings.PagingFiles)?.Texts.Where(text => text.Length > 0).ToList() ?? [];
        yield return files.Count == 0
            ? BootRun.Holds(fact, "there is no page file")
            : boot.Degrades(fact, "page-file", null, $"the page file {files[0]} is on the iSCSI disk: first boots are reported to stop with 0x50 or 0xD1");
    }
}
