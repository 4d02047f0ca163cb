using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BootLab.Disk.Images;

/// <summary>
/// Images that need other files: an image may name any file of the host, or a server, as what lies beneath it. Such are refused, as whoever looks into an image does not expect it to
/// open more.
/// </summary>
internal static class ImageReferences
{
    private const int BackingOffset = 8;
    private const int BackingLength = 16;
    private const int IncompatibleFeatures = 72;
    private const int VmdkDescriptor = 512;
    private const int VmdkDescriptorLength = 20 * 512;

    /// <summary>Refuses an image that needs another file.</summary>
    /// <exception cref="DiskFormatException">It does.</exception>
    public static void Refuse(ImageFormat format, SafeFileHandle file, ReadOnlySpan<byte> start)
    {
        var error = format switch
        {
            ImageFormat.Qcow2 => OfQcow2(file, start),
            ImageFormat.DynamicVhd => OfVhd(start),
            ImageFormat.Vmdk => OfVmdk(file),
            _ => null,
        };
        if (error is not null)
        {
            throw new DiskFormatException(error);
        }
    }

    private static DiskError? OfQcow2(SafeFileHandle file, ReadOnlySpan<byte> start)
    {
        const int Version3Header = 104;
        if (start.Length < Version3Header)
        {
            return new DiskError(start.Length, $"found {start.Length} bytes, expected the header of a qcow2 image of at least {Version3Header}");
        }

        if (BinaryPrimitives.ReadInt64BigEndian(start[BackingOffset..]) is not 0 and var place)
        {
            var name = new byte[Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start[BackingLength..]), 1023)];
            var read = place > 0 ? RandomAccess.Read(file, name, place) : 0;
            return new DiskError(BackingOffset, $"found a qcow2 image on top of '{Encoding.UTF8.GetString(name, 0, read)}', expected one that stands alone: make one with qemu-img convert -O qcow2");
        }

        return start[7] >= 3 && (start[IncompatibleFeatures + 7] & 4) != 0
            ? new DiskError(IncompatibleFeatures, "found a qcow2 image with its data in another file, expected one that stands alone: make one with qemu-img convert -O qcow2")
            : null;
    }

    // The copy of the footer at the start of the file.
    private static DiskError? OfVhd(ReadOnlySpan<byte> start) => !VhdFooter.TryRead(start, out var footer, out var error) ? error
        : footer.Type == VhdType.Dynamic ? null
        : new DiskError(0, $"found a {(footer.Type == VhdType.Differencing ? "differencing VHD, which needs its parent" : "footer of a fixed VHD at its start")}, expected a dynamic VHD that stands alone");

    private static DiskError? OfVmdk(SafeFileHandle file)
    {
        var descriptor = new byte[VmdkDescriptorLength];
        var read = RandomAccess.Read(file, descriptor, VmdkDescriptor);
        return descriptor.AsSpan(0, read).IndexOf("parentFileNameHint"u8) is >= 0 and var at
            ? new DiskError(VmdkDescriptor + at, "found a VMDK on top of another, expected one that stands alone: make one with qemu-img convert -O vmdk")
            : null;
    }
}
