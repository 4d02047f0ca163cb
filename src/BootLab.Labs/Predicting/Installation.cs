using BootLab.Ibft;
using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Os.Windows;
using BootLab.Rules.Predicting;

namespace BootLab.Labs.Predicting;

/// <summary>
/// Plays an installation of Windows through the table that a boot left: what Set-up would remember of this machine. Device instances and class numbers are written in a notation of our own
/// where Windows' is not published (<see cref="DeviceInstance"/>); services are left out, for only the driver knows its own.
/// </summary>
public static class Installation
{
    // KB976042.
    private const string WfpFilterOfWindows7 = "{B70D6460-3635-4D42-B866-B8AB1A24454C}";
    private const string WfpFilterSinceWindows8 = "WFPLWFS";

    /// <summary>A lab whose machine boots the installation medium with the fixes that were in it: nothing is installed yet, and nothing is expected of Windows.</summary>
    public static LabFile Medium(LabFile lab)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return With(lab, os => os with { IsSetup = true, Installed = null, Hotfixes = os.Installed?.Hotfixes ?? [] });
    }

    /// <summary>A lab whose Windows was installed as a record has it, whatever the lab says; nothing is expected of it.</summary>
    public static LabFile After(LabFile lab, InstallRecord record)
    {
        ArgumentNullException.ThrowIfNull(lab);
        return With(lab, os => os with { IsSetup = false, Installed = record });
    }

    /// <summary>What a boot of the medium leaves; null when set-up does not come so far.</summary>
    /// <param name="run">The boot of the medium, with its predictions.</param>
    /// <param name="hotfixes">Fixes in the medium.</param>
    public static InstallRecord? Play(BootRun run, IReadOnlyList<string> hotfixes)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Predictions.FirstOrDefault(prediction => prediction.Profile == Predictor.Windows) is not { Outcome: WindowsOutcome.Boots or WindowsOutcome.BootsDegraded, Release: var release })
        {
            return null;
        }

        var listed = run.Content?.Nics.Where(nic => (nic.Flags & IbftFlags.Valid) != 0).Select(nic => nic.MacAddress).ToList() ?? [];
        var nics = run.Machine.NicsInPciOrder.Select((nic, number) => Remembered(nic, number, listed.Contains(nic.Mac), release)).ToList();
        return listed.Count == 0 || nics.Find(nic => nic.Mac.Equals(listed[0])) is not { } first ? null : new InstallRecord
        {
            FirstNic = first,
            Build = release.FirstBuild,
            Hotfixes = hotfixes,
            Way = InstallWay.SetupToIscsi,
            Table = run.Table!.Bytes,
            Nics = nics,
        };
    }

    /// <summary>Lines for the head of a record's file.</summary>
    public static IEnumerable<string> Notes(BootRun run) =>
    [
        $"What {run.Predictions[0].Release.Name} would remember of this machine, had Set-up run through the table of {run.Name}: played by bootlab run --install, seen nowhere.",
        "Instances that begin with SLOT& are BootLab's notation, Windows has a hash there; class-index counts NICs in PCI order; services are not known.",
    ];

    private static LabFile With(LabFile lab, Func<OsSpec, OsSpec> change) => lab with
    {
        Os = change(lab.Os ?? throw new ArgumentException("the lab names no operating system", nameof(lab))),
        Expect = lab.Expect.OfTheBootAlone(),
        Beside = [.. lab.Beside.Select(variant => variant with { Expect = variant.Expect.OfTheBootAlone() })],
    };

    private static InstalledNic Remembered(NicSpec nic, int number, bool isListed, WindowsRelease release) => new(nic.Mac, nic.Pci)
    {
        VendorId = nic.Model.VendorId,
        DeviceId = nic.Model.DeviceId,
        Subsystem = nic.Subsystem,
        Revision = nic.Revision,
        SerialNumber = nic.SerialNumber,
        InstancePath = DeviceInstance.PathOf(nic),
        ClassIndex = $"{number:0000}",
        IsListed = isListed,
        Filters = FiltersOf(isListed, release),
    };

    /// <summary>Set-up binds the filter of the Windows Filtering Platform to every NIC but those of the table; before Windows 7 nothing is known of it.</summary>
    private static IReadOnlyList<InstalledFilter>? FiltersOf(bool isListed, WindowsRelease release) =>
        release.With(WindowsTrait.WfpFilter) is null ? null
        : isListed ? []
        : [new InstalledFilter(release.Generation == WindowsGeneration.Seven ? WfpFilterOfWindows7 : WfpFilterSinceWindows8, IsMandatory: true)];
}
