using BootLab.Labs.Files;
using BootLab.Machine;

namespace BootLab.Vm.Capture;

/// <summary>A disk image of one's own in place of the lab's.</summary>
internal static class OwnDisk
{
    private const string Raw = "raw";

    private static readonly (byte[] Start, string Format)[] s_formats =
    [
        ([.. "QFI"u8, 0xfb], "qcow2"), ([.. "vhdxfile"u8], "vhdx"), ([.. "conectix"u8], "vpc"), ([.. "KDMV"u8], "vmdk"), ([.. "<<< "u8], "vdi"),
    ];

    /// <summary>The lab with its one logical unit on an image. What is written there is thrown away at the end.</summary>
    /// <exception cref="VmException">The lab has another number of logical units, or the image is not a raw one.</exception>
    /// <exception cref="IOException">The image cannot be read.</exception>
    public static LabFile PutInto(LabFile lab, string image)
    {
        var units = lab.Targets.Where(target => target.Existing is null).Sum(target => target.Luns.Count + (target.AnyLun is null ? 0 : 1));
        if (units != 1)
        {
            throw new VmException($"{lab.Name}: found {units} logical units on the lab's own targets, expected one for the disk; name the images in the lab: luns: {{0: {{image: FILE}}}}");
        }

        CheckFormat(image);
        return lab with
        {
            Targets = [.. lab.Targets.Select(target => target with { Luns = target.Luns.ToDictionary(lun => lun.Key, lun => On(lun.Value)), AnyLun = target.AnyLun is { } any ? On(any) : null })],
        };

        LunSpec On(LunSpec lun) => lun with { Image = Path.GetFullPath(image), Blank = null, ReadOnly = false };
    }

    /// <summary>The format of an image by its first bytes.</summary>
    public static string FormatOf(string image)
    {
        var start = new byte[8];
        using var file = File.OpenRead(image);
        file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return s_formats.FirstOrDefault(format => start.AsSpan().StartsWith(format.Start)).Format ?? Raw;
    }

    private static void CheckFormat(string image)
    {
        if (FormatOf(image) is var format and not Raw)
        {
            throw new VmException($"{image}: found a {format} image, expected a raw one: qemu-img convert -f {format} -O raw {image} disk.raw");
        }
    }
}
