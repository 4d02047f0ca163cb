using System.Globalization;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Os.Windows.Stages;

/// <summary>S9: the disk with the loader's signature arrives.</summary>
internal static class S09BootDisk
{
    public static IEnumerable<DecidingFact> Run(BootRun boot)
    {
        if (boot.Table?.Targets.FirstOrDefault(target => target.IsValid && target.IsBootSelected) is not { } booted || boot.Paths.Exists(path => path.Target == booted))
        {
            yield return BootRun.Holds(FactCatalogue.SystemDisk, "the target that the boot program booted from is logged in to");
        }
        else if (boot.Paths.Exists(path => IsSameDisk(path.Target, booted, boot.Situation.Targets)))
        {
            yield return BootRun.Holds(FactCatalogue.SystemDisk, "another path to the disk that the boot program booted from is logged in to");
        }
        else if (boot.Situation.Targets.Count > 0)
        {
            yield return boot.Breaks(FactCatalogue.SystemDisk, $"{boot.Paths[0].Name} is logged in to, but the disk that the boot program booted from is on {booted.Name}");
        }
        else
        {
            yield return BootRun.Assumed(FactCatalogue.SystemDisk, $"{boot.Paths[0].Name} is taken to lead to the same disk as {booted.Name}");
        }

        if (boot.Windows.Image is { } image && image.Partitions.FirstOrDefault(partition => partition.Missing > 0 && partition.Number == image.WindowsPartition) is { } cut)
        {
            yield return boot.Breaks(FactCatalogue.SystemDisk, string.Create(CultureInfo.InvariantCulture, $"the image ends {cut.Missing} bytes before partition {cut.Number}, the one with Windows: files may lie behind its end"));
        }
    }

    private static bool IsSameDisk(IbftTarget one, IbftTarget other, IReadOnlyList<TargetSpec> targets) =>
        (one.Name.Value == other.Name.Value && one.BootLun == other.BootLun)
        || (DiskOf(one, targets) is { Image: not null } disk && disk.Image == DiskOf(other, targets)?.Image);

    private static LunSpec? DiskOf(IbftTarget target, IReadOnlyList<TargetSpec> targets)
    {
        // The first level of the number; boot programs use no other.
        const int FirstLevel = 48;
        var spec = targets.FirstOrDefault(one => target.Name.Value == one.Iqn);
        return spec?.Luns.GetValueOrDefault((ushort)(target.BootLun.Value >> FirstLevel)) ?? spec?.AnyLun;
    }
}
