using System.Diagnostics.CodeAnalysis;
using BootLab.Labs.Files;
using BootLab.Machine;

namespace BootLab.Labs.Running;

/// <summary>A disk image of one's own in place of the lab's.</summary>
public static class OwnDisk
{
    /// <summary>The lab with its one logical unit on an image. What is written there is thrown away at the end.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="image">An image of any format.</param>
    /// <param name="own">The lab with the image.</param>
    /// <param name="error">That the lab has another number of logical units.</param>
    /// <exception cref="IOException">The image cannot be read.</exception>
    /// <exception cref="Disk.Images.MissingProgramException">It takes a program to read it that is not installed.</exception>
    public static bool TryPutInto(LabFile lab, string image, [NotNullWhen(true)] out LabFile? own, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(lab);
        var units = lab.Targets.Where(target => target.Existing is null).Sum(target => target.Luns.Count + (target.AnyLun is null ? 0 : 1));
        if (units != 1)
        {
            (own, error) = (null, $"{lab.Name}: found {units} logical units on the lab's own targets, expected one for the disk; name the images in the lab: luns: {{0: {{image: FILE}}}}");
            return false;
        }

        // What cannot be read is said before anything is started.
        ((IDisposable)ImageBlockStore.Open(image)).Dispose();
        own = lab with
        {
            Targets = [.. lab.Targets.Select(target => target with { Luns = target.Luns.ToDictionary(lun => lun.Key, lun => On(lun.Value)), AnyLun = target.AnyLun is { } any ? On(any) : null })],
        };
        error = null;
        return true;

        LunSpec On(LunSpec lun) => lun with { Image = Path.GetFullPath(image), Blank = null, ReadOnly = false };
    }
}
