using BootLab.Disk.Windows;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os;
using BootLab.Os.Windows;
using BootLab.Rom;
using BootLab.Rules.Predicting;

namespace BootLab.Labs.Predicting;

/// <summary>A boot of a lab as Windows finds it.</summary>
public static class LabSituation
{
    /// <summary>The version of Windows that an operating system is; null when it is none.</summary>
    public static WindowsRelease? ReleaseOf(OsSpec? os) => os is not null && WindowsRelease.TryParse(os.System, out var release, out _) ? release : null;

    /// <summary>The version that a disk has, which goes before what the lab says where that has another build; null when neither names one.</summary>
    public static WindowsRelease? ReleaseOf(OsSpec? os, WindowsImage? image)
    {
        var named = ReleaseOf(os);
        return image?.Version?.Build is { } build && WindowsRelease.OfBuild(build) is { } found && found.FirstBuild != named?.FirstBuild ? found : named;
    }

    /// <summary>What is known when a boot has ended.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="run">The boot.</param>
    /// <param name="release">Which Windows.</param>
    /// <param name="image">The disk that was booted; null when nobody has looked into it.</param>
    public static WindowsSituation Of(LabFile lab, BootRun run, WindowsRelease release, WindowsImage? image = null)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(run);
        return new WindowsSituation
        {
            Release = release,
            Memory = MemoryOf(run.Memory),
            Machine = run.Machine,
            Networks = lab.Networks,
            Targets = lab.Targets,
            PreBoot = new PreBoot(run.Outcome.Kind switch { BootOutcomeKind.Booted => true, BootOutcomeKind.Attached => null, _ => false }, run.Outcome.Text),
            Hotfixes = lab.Os?.Hotfixes ?? [],
            Installed = lab.Os?.Installed,
            Image = image,
            IsSetup = lab.Os?.IsSetup ?? false,
        };
    }

    /// <summary>The run with the predictions of every profile; without any when the lab names a system that is no Windows, or none and its disk has no Windows.</summary>
    public static BootRun Predicted(LabFile lab, BootRun run, LabImages images)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(images);
        if (lab.Os is not null && ReleaseOf(lab.Os) is null)
        {
            return run;
        }

        // Set-up boots from its medium, and what is on the disk goes.
        var image = lab.Os is { IsSetup: true } ? null : images.Of(lab, run);
        if (ReleaseOf(lab.Os, image) is not { } release)
        {
            return run;
        }

        var situation = Of(lab, run, release, image);
        return run with { Predictions = Predictor.PredictAll(situation), PredictedBy = [.. Precedence(situation, lab.Os)] };
    }

    /// <summary>Where a disk, the lab, the record of the installation and whoever asks say different things of one Windows: what goes before what, a line for each.</summary>
    /// <param name="situation">What is predicted of, with the version that was taken.</param>
    /// <param name="os">What the lab says; null when it names no system.</param>
    public static IEnumerable<string> Precedence(WindowsSituation situation, OsSpec? os)
    {
        ArgumentNullException.ThrowIfNull(situation);
        if (situation.Image?.Version?.Build is { } build && WindowsRelease.OfBuild(build) is { } found)
        {
            if (found.FirstBuild != situation.Release.FirstBuild)
            {
                yield return $"the disk has build {build}, {found.Name}; the version that was asked for goes before it, and finds what is on the disk";
            }
            else if (ReleaseOf(os) is { } named && named.FirstBuild != found.FirstBuild)
            {
                yield return $"the disk has build {build}, {found.Name}, and goes before the lab, which says {named.Name}";
            }
        }

        if (situation is { Image.Facts: not null, Installed: not null })
        {
            yield return "the disk's registry goes before the record of the installation, from which come how Windows was installed, its fixes, and what the table listed";
        }
    }

    /// <summary>The memory that a boot program leaves to an operating system.</summary>
    public static BootMemory MemoryOf(MachineMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return memory.Low is { } low
            ? new BootMemory(FirmwareKind.Bios, low.Bytes)
            : new BootMemory(FirmwareKind.Uefi, memory.Acpi!.Bytes) { Rsdp = memory.Acpi.RsdpAddress };
    }
}
