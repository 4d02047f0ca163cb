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
            PreBoot = new PreBoot(run.Outcome.Kind != BootOutcomeKind.Failed, run.Outcome.Text),
            Hotfixes = lab.Os?.Hotfixes ?? [],
            Installed = lab.Os?.Installed,
            Image = image,
            IsSetup = lab.Os?.IsSetup ?? false,
        };
    }

    /// <summary>The predictions of every profile for a boot; none when the lab's system is no Windows.</summary>
    public static IReadOnlyList<WindowsPrediction> Predict(LabFile lab, BootRun run, LabImages images)
    {
        ArgumentNullException.ThrowIfNull(lab);
        ArgumentNullException.ThrowIfNull(images);
        if (ReleaseOf(lab.Os) is null)
        {
            return [];
        }

        var image = images.Of(lab, run);
        return Predictor.PredictAll(Of(lab, run, ReleaseOf(lab.Os, image)!, image));
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
