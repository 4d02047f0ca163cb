using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows.Changes;

/// <summary>What could be done about a case, by effort: fixes and registry of the image, settings of boot program and target, switch, cables, drivers, a new installation.</summary>
internal static class Candidates
{
    public static IEnumerable<Change> Of(BootCase boot, WindowsPrediction prediction)
    {
        var wrong = prediction.Trace.SelectMany(stage => stage.Facts).Where(fact => fact.Role is FactRole.Breaks or FactRole.Degrades).Select(fact => fact.Id).ToHashSet();
        return Hotfixes(boot, wrong)
            .Concat(Mendings.Of(boot, wrong, Mendings.Image))
            .Concat(TableChanges.Of(boot))
            .Concat(Mendings.Of(boot, wrong, Mendings.Surroundings))
            .Concat(NicChanges.Of(boot))
            .Concat(Mendings.Of(boot, wrong, Mendings.Drivers))
            .Concat(NicChanges.NewInstallation(boot));
    }

    private static IEnumerable<Change> Hotfixes(BootCase boot, HashSet<string> wrong) =>
        from fix in boot.Windows.Release.Hotfixes
        where !boot.Windows.Hotfixes.Contains(fix.Id, StringComparer.OrdinalIgnoreCase)
        where boot.Windows.Release.With(fix.Mends) is { } difference && wrong.Contains(difference.Fact)
        select new Change($"put {fix.Id}{(fix.Article is null ? "" : $", the fix of Microsoft's article \"{fix.Article}\",")} into the image", boot with { Windows = boot.Windows with { Hotfixes = [.. boot.Windows.Hotfixes, fix.Id] } });
}
