using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Images;

/// <summary>
/// Images that need other files: an image may name any file of the host, or a server, as what lies beneath it. Such are refused, as whoever looks into an image does not expect it to
/// open more.
/// </summary>
public static class ImageReferences
{
    private const int BackingOffset = 8;
    private const int BackingLength = 16;
    private const int LongestName = 1023;
    private const int IncompatibleFeatures = 72;

    private const string StandsAlone = "expected one that stands alone: make one with qemu-img convert -O qcow2, of the file that describes the disk";

    /// <summary>Why an image is refused; null when it stands alone, as far as its header says.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="start">Its first <see cref="ImageFormats.StartLength"/> bytes, or all when there are fewer.</param>
    public static DiskError? Check(ImageFormat format, ReadOnlySpan<byte> start) => format switch
    {
        ImageFormat.Qcow2 => OfQcow2(start),
        ImageFormat.DynamicVhd => OfVhd(start),
        ImageFormat.Vmdk => OfVmdk(start),
        _ => null,
    };

    private static DiskError? OfQcow2(ReadOnlySpan<byte> start)
    {
        const int Version3Header = 104;
        if (start.Length < Version3Header)
        {
            return new DiskError(start.Length, $"found {start.Length} bytes, expected the header of a qcow2 image of at least {Version3Header}");
        }

        if (BinaryPrimitives.ReadUInt64BigEndian(start[BackingOffset..]) is not 0 and var place)
        {
            var rest = place < (ulong)start.Length ? start[(int)place..] : default;
            var length = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start[BackingLength..]), LongestName);
            var name = Encoding.UTF8.GetString(rest[..(int)Math.Min(length, rest.Length)]);
            return new DiskError(BackingOffset, $"found a qcow2 image on top of '{name}', expected one that stands alone: make one with qemu-img convert -O qcow2");
        }

        return start[7] >= 3 && (start[IncompatibleFeatures + 7] & 4) != 0
            ? new DiskError(IncompatibleFeatures, "found a qcow2 image with its data in another file, expected one that stands alone: make one with qemu-img convert -O qcow2")
            : null;
    }

    // The copy of the footer at the start of the file.
    private static DiskError? OfVhd(ReadOnlySpan<byte> start) => !VhdFooter.TryRead(start, out var footer, out var error) ? error
        : footer.Type == VhdType.Dynamic ? null
        : new DiskError(0, $"found a {(footer.Type == VhdType.Differencing ? "differencing VHD, which needs its parent" : "footer of a fixed VHD at its start")}, expected a dynamic VHD that stands alone");

    // Of a disk in one file the text that describes it stands in the first sectors. Where the header knows no capacity that text counts alone, and may name any file as the disk.
    private static DiskError? OfVmdk(ReadOnlySpan<byte> start)
    {
        const int CapacityOffset = 12;
        const int DescriptorOffset = 28;
        const int SectorSize = 512;
        if (start.Length < SectorSize || !start.StartsWith("KDMV"u8) || BinaryPrimitives.ReadUInt64LittleEndian(start[CapacityOffset..]) == 0)
        {
            return new DiskError(0, $"found the description of a VMDK whose disk is in other files, {StandsAlone}");
        }

        var sector = BinaryPrimitives.ReadUInt64LittleEndian(start[DescriptorOffset..]);
        if (sector == 0 || (sector < (ulong)(start.Length / SectorSize) && start[(int)sector * SectorSize] == 0))
        {
            return new DiskError(DescriptorOffset, $"found one of several parts of a VMDK, without its description, {StandsAlone}");
        }

        return start.IndexOf("parentFileNameHint"u8) is >= 0 and var at ? new DiskError(at, $"found a VMDK on top of another, {StandsAlone}") : null;
    }
}
