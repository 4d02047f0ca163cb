using BootLab.Disk.Registry.Windows;
using BootLab.Os.Windows.Conditions;
using static BootLab.Os.Windows.Checklist.CheckState;
using Facts = BootLab.Os.Windows.FactCatalogue;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Adds a line: key, value, matter, what is wanted, and the judgement.</summary>
internal delegate void AddLine(string keyPath, string valueName, WindowsFact fact, string wanted, Func<Judgement> judge);

/// <summary>What a driver needs to be there when Windows leaves the firmware's disk.</summary>
internal static class DriverChecks
{
    private const uint KernelDriver = 1;

    /// <summary>The lines of a driver that the loader must load.</summary>
    /// <param name="inspection">What is inspected.</param>
    /// <param name="name">The service.</param>
    /// <param name="fact">The matter that demands it.</param>
    /// <param name="add">Takes the lines.</param>
    public static void Check(Inspection inspection, string name, WindowsFact fact, AddLine add)
    {
        var path = $"{inspection.Set}\\Services\\{name}";
        WindowsService? service = null;

        // Read where the line is made, so that a service that cannot be read is a line too.
        add(path, "Start, BootFlags", fact, inspection.WantedStart, () =>
        {
            service = inspection.Facts.Service(name);

            // StartOverride and Type have lines of their own.
            var start = inspection.BootStart(service is null ? null : service with { StartOverrides = [], Type = null });
            return service is null && SystemDrivers.MayBeMissing(name)
                ? Judgement.Unknown(Words.Starting(service), $"whether this Windows does without {name} cannot be said")
                : Judgement.Of(Words.Starting(service), start.IsLoaded, Wrong, $"{name} {start.Words}: the loader does not load it, and later there is no disk to load it from");
        });
        if (service is null)
        {
            return;
        }

        if (inspection.Release.With(WindowsTrait.StartOverride) is { } overriding)
        {
            add($"{path}\\StartOverride", "(all)", Facts.Demoted.On(overriding), "none, or all 0", () => Judgement.Of(
                Words.List([.. service.StartOverrides.Select(one => $"{one.Name} = {Words.Start(one.Start)}")]),
                BootStart.Override(service) is null,
                Wrong,
                $"it goes before Start on this hardware: the loader does not load {name}"));
        }

        add(path, "Type", Facts.ServiceType, $"{KernelDriver} (kernel driver)", () => service.Type is null
            ? Judgement.Unknown(Words.Absent, "whether this is a driver cannot be said")
            : Judgement.Of(Words.Number(service.Type), service.Type == KernelDriver, BootStart.IsProgram(service) ? Wrong : Warning, "the loader loads drivers only, and those of the way to the disk are kernel drivers"));
        File(inspection, service, add);
    }

    /// <summary>The driver's file.</summary>
    public static void File(Inspection inspection, WindowsService service, AddLine add)
    {
        var file = inspection.FilePath(service);
        add(service.KeyPath, "ImagePath", Facts.DriverFile, "a file on the Windows volume", () => file is null
            ? Judgement.Unknown(Words.Text(service.ImagePath), "the loader may not take this for the place of a driver")
            : inspection.Image.HasFile(file) switch
            {
                true => new Judgement(file, Ok),
                false => new Judgement($"{file}, which does not exist", Wrong, $"{service.Name} has no file: the loader stops, or the driver is missing when the disk is needed"),
                null => Judgement.Unknown(file, "whether the file is there cannot be said"),
            });
    }
}
