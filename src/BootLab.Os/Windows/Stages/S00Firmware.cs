namespace BootLab.Os.Windows.Stages;

/// <summary>S0: the boot program logs in, leaves a table, and starts the disk's boot program.</summary>
internal static class S00Firmware
{
    // The longest table that tools with fixed buffers take, and EDK2's, which boots.
    private const int UsualLength = 1024;
    private const int Edk2Length = 2048;

    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.Situation.PreBoot is not { } before)
        {
            yield return BootRun.Assumed(FactCatalogue.Booted, "nobody says how the boot program fared: taken to have started the disk's boot program");
        }
        else if (!before.Booted)
        {
            yield return boot.Ends(FactCatalogue.Booted, $"the boot program did not get as far as Windows: {before.Text}", WindowsOutcome.NoBoot);
        }
        else
        {
            yield return BootRun.Holds(FactCatalogue.Booted, before.Text);
        }

        if (boot.Table is { } table && table.Header.Length > UsualLength && table.Header.Length != Edk2Length)
        {
            yield return BootRun.Notes(FactCatalogue.TableLength, $"the table has {table.Header.Length} bytes: none of more than {UsualLength} is known to boot Windows but EDK2's of {Edk2Length}");
        }
    }
}
