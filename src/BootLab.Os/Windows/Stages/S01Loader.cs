using System.Globalization;
using BootLab.Disk.Windows;
using BootLab.Firmware.Bios;
using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>S1: boot manager and boot configuration, over the firmware's disk.</summary>
internal static class S01Loader
{
    private const int FirstUnsureBuild = 28000;

    // Disks that a BIOS counts: byte 40:75 of its data area.
    private const ulong DiskCount = 0x475;

    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (DisksCounted(boot) == 0 && boot.Release.Generation >= WindowsGeneration.Vista)
        {
            yield return boot.Ends(FactCatalogue.BiosDrive.Inferred, "the BIOS counts no disk (40:75): bootmgr finds none to go on with", WindowsOutcome.LoaderError);
        }

        if (boot.Windows.Image is not { } image)
        {
            yield return BootRun.Assumed(
                boot.Situation.Memory.Firmware == FirmwareKind.Uefi ? FactCatalogue.UefiLoader : FactCatalogue.BootPath,
                "nobody has looked into the disk: boot manager, boot configuration and winload are taken to be in order");
        }
        else if (image.BootPath.FirstOrDefault(step => step.Problem is not null) is { } wrong)
        {
            // Of all that can be wrong here, the reports are of disks that were copied: their boot configuration means another one.
            yield return boot.Ends(
                wrong.What == BootStep.Device ? FactCatalogue.BootPath : FactCatalogue.BootFiles,
                string.Create(CultureInfo.InvariantCulture, $"{wrong.What} ({wrong.Where}): {wrong.Problem}"),
                WindowsOutcome.LoaderError,
                wrong.Code);
        }
        else if (image.BootPath.Count > 0)
        {
            yield return BootRun.Holds(FactCatalogue.BootPath, $"{string.Join(", ", image.BootPath.Select(step => step.What))}: each is where the one before looks for it");
        }

        if (boot.Windows.Build >= FirstUnsureBuild)
        {
            yield return BootRun.Notes(FactCatalogue.Build28000, $"build {boot.Windows.Build}: one deployment's check says that from {FirstUnsureBuild} on the disk's hand-over from iPXE breaks");
        }
    }

    /// <summary>How many disks the BIOS counts; null where there is none, or the table came without a boot.</summary>
    public static byte? DisksCounted(BootRun boot) =>
        boot.Situation is { PreBoot: not null, Memory: { Firmware: FirmwareKind.Bios, Bytes: { Size: >= LowMemory.BaseMemoryEnd } bytes } } ? bytes.ReadByte(DiskCount) : null;
}
