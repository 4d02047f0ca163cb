using BootLab.Labs.Files;
using BootLab.Labs.Running;
using BootLab.Machine;

namespace BootLab.Vm.Capture;

/// <summary>A disk image of one's own in place of the lab's.</summary>
internal static class OwnDisk
{
    /// <summary>The lab with its one logical unit on an image. What is written there is thrown away at the end.</summary>
    /// <exception cref="VmException">The lab has another number of logical units.</exception>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public static LabFile PutInto(LabFile lab, string image)
    {
        var units = lab.Targets.Where(target => target.Existing is null).Sum(target => target.Luns.Count + (target.AnyLun is null ? 0 : 1));
        if (units != 1)
        {
            throw new VmException($"{lab.Name}: found {units} logical units on the lab's own targets, expected one for the disk; name the images in the lab: luns: {{0: {{image: FILE}}}}");
        }

        // What cannot be read is said before a guest starts.
        ((IDisposable)ImageBlockStore.Open(image)).Dispose();
        return lab with
        {
            Targets = [.. lab.Targets.Select(target => target with { Luns = target.Luns.ToDictionary(lun => lun.Key, lun => On(lun.Value)), AnyLun = target.AnyLun is { } any ? On(any) : null })],
        };

        LunSpec On(LunSpec lun) => lun with { Image = Path.GetFullPath(image), Blank = null, ReadOnly = false };
    }
}
