namespace BootLab.Os.Windows.Stages;

/// <summary>S11: Plug and Play starts all other NICs.</summary>
internal static class S11SecondPlugAndPlay
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.Situation.Machine is not { } machine)
        {
            yield break;
        }

        foreach (var fact in Code31.Of(boot, machine))
        {
            yield return fact;
        }
    }
}
