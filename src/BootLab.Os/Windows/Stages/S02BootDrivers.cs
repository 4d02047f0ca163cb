using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>S2: winload looks for the table, and chooses the drivers to load.</summary>
internal static class S02BootDrivers
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.Windows.Hive is { } hive && DistrustedHive.Setting(hive, settings => settings.DefaultSet)?.Number is { } next && next != hive.ControlSet.Number)
        {
            yield return BootRun.Notes(FactCatalogue.Selection, $"Select names ControlSet{hive.ControlSet.Number:000} as Current, by which this is predicted, and ControlSet{next:000} as Default: look at that one too (image inspect --control-set default)");
        }

        var finding = boot.Case.Finding;
        if (boot.Release.With(WindowsTrait.TableByDriver) is { } byDriver)
        {
            yield return BootRun.Notes(FactCatalogue.TableFound.On(byDriver), "ntldr knows nothing of the table: it loads the drivers with Start 0, whatever there is");
        }
        else if (boot.Table is not null)
        {
            yield return BootRun.Holds(finding.Fact, $"{finding.Text}: the loader takes this for a network boot");
            if (finding.Other is { } other)
            {
                yield return BootRun.Assumed(FactCatalogue.OneTable, $"ACPI lists another table at 0x{other:x}: the one in low memory is taken to count");
            }

            yield return BootRun.Holds(FactCatalogue.NicService.On(boot.Release.With(WindowsTrait.Promotion)!), "drivers with BootFlags bit 0 are loaded");
        }
        else if (boot.NetworkBoot.IsForced(boot.Release))
        {
            yield return BootRun.Holds(FactCatalogue.DriverFlags.On(boot.Release.With(WindowsTrait.PromotionByFlags)!), "BootDriverFlags has bit 0: drivers for network boots are loaded though there is no table");
        }
        else
        {
            yield return boot.Breaks(finding.Fact, $"{finding.Text}: this is no network boot to the loader, and network drivers are not promoted");
        }
    }
}
