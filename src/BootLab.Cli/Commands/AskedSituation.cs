using BootLab.Disk.Windows;
using BootLab.Labs.Predicting;
using BootLab.Machine;
using BootLab.Os.Windows;

namespace BootLab.Cli.Commands;

/// <summary>A boot that predictions are asked for, but for the version of Windows.</summary>
/// <param name="name">What to call it.</param>
/// <param name="initiator">The initiator that the table names; null when it names none.</param>
/// <param name="os">The system that the lab or the machine file names; null when none does.</param>
/// <param name="situation">The boot, with any version.</param>
/// <param name="named">The version that the command line names; null when it names none.</param>
/// <param name="open">What has to stay open.</param>
internal sealed class AskedSituation(string name, string? initiator, OsSpec? os, WindowsSituation situation, WindowsRelease? named = null, params IReadOnlyList<IDisposable> open) : IDisposable
{
    /// <summary>What to call it.</summary>
    public string Name => name;

    /// <summary>The version that the command line, else the image, else the lab, else the install record names; null when none does.</summary>
    public WindowsRelease? Release => named
        ?? LabSituation.ReleaseOf(os, situation.Image)
        ?? (situation.Installed?.Build is { } installed ? WindowsRelease.OfBuild(installed, [.. situation.Hotfixes]) : null);

    /// <summary>The whole situation with a version.</summary>
    public WindowsSituation Of(WindowsRelease release) => situation with { Release = release };

    /// <summary>What the prediction of a version goes by, where several things say it: a line for each.</summary>
    public IEnumerable<string> Precedence(WindowsRelease release) => LabSituation.Precedence(Of(release), os);

    /// <summary>The same with what the command line says.</summary>
    /// <exception cref="CommandFailure">The image cannot be read.</exception>
    public AskedSituation With(WindowsRelease? release, InstallRecord? installed, string? image, bool isSetup, IReadOnlyList<string> hotfixes)
    {
        isSetup |= situation.IsSetup;
        // Set-up boots from its medium, and what is on the disk goes. A live target lets in whom it knows: the initiator that the table names.
        var disk = image is null || isSetup ? null : DiskSource.Open(image, initiator);
        var windows = disk is null ? situation.Image : WindowsImage.Read(disk.Disk, situation.Memory.Firmware == FirmwareKind.Uefi ? BootWay.Uefi : BootWay.Bios, disk.BlockSize);
        if (windows is { Partitions.Count: 0 })
        {
            throw CommandFailure.Fatal($"{image}: found no partition, expected a disk with Windows on it");
        }

        return new AskedSituation(
            name,
            initiator,
            os,
            situation with
            {
                Installed = installed ?? situation.Installed,
                Image = isSetup ? null : windows,
                IsSetup = isSetup,
                Hotfixes = [.. situation.Hotfixes, .. hotfixes],
            },
            release,
            disk is null ? open : [.. open, disk]);
    }

    public void Dispose()
    {
        foreach (var one in open)
        {
            one.Dispose();
        }
    }
}
