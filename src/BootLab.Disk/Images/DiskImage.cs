using BootLab.Disk.Images.Qemu;

namespace BootLab.Disk.Images;

/// <summary>The disk in an image file, whatever its format: a stream of the disk's own bytes, read and never written.</summary>
public sealed class DiskImage : ReadOnlyStream
{
    private const string Directly = "directly";
    private const string ThroughQemu = "through qemu-nbd";

    private readonly ImageBytes _bytes;

    private DiskImage(ImageFormat format, string through, ImageBytes bytes)
    {
        (Format, Through, _bytes) = (format, through, bytes);
    }

    /// <summary>The format of the file.</summary>
    public ImageFormat Format { get; }

    /// <summary>How the file is read, in a few words: <c>directly</c>, <c>unpacked to a temporary file</c>, <c>through qemu-nbd</c>.</summary>
    public string Through { get; }

    /// <summary>Bytes of the disk.</summary>
    public override long Length => _bytes.Length;

    /// <summary>Opens an image, or a block device with a raw one. The format is told by the bytes of the file, not by its name; an image that needs another one beneath it is refused.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DiskFormatException">The file is malformed; the place is an offset in it.</exception>
    /// <exception cref="MissingProgramException">It takes qemu-nbd to read it, which is not installed.</exception>
    /// <exception cref="IOException">It cannot be read, or qemu-nbd refuses it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static DiskImage Open(string path)
    {
        var file = FileBytes.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(file);
            var (start, end) = (FileBytes.Start(file), FileBytes.End(file));
            var format = ImageFormats.Recognise(start, end);
            if ((ImageReferences.Check(format, start) ?? OtherFiles.Check(start)) is { } error)
            {
                throw new DiskFormatException(error);
            }

            switch (format)
            {
                case ImageFormat.Raw when length == 0 && start.Length > 0:
                    // A block device: .NET does not tell its size.
                    file.Dispose();
                    return new DiskImage(format, ThroughQemu, OpenDevice(path));
                case ImageFormat.Raw:
                    return new DiskImage(format, Directly, new FileBytes(file, length));
                case ImageFormat.FixedVhd:
                    return new DiskImage(format, Directly, new FileBytes(file, VhdFooter.ReadFixed(end, length)));
                case ImageFormat.Gzip:
                    file.Dispose();
                    return new DiskImage(format, "unpacked to a temporary file", GzipImage.Unpack(path));
                default:
                    file.Dispose();
                    return new DiskImage(format, ThroughQemu, QemuNbd.Open(path, ImageFormats.QemuName(format)));
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static QemuNbd OpenDevice(string path)
    {
        try
        {
            return QemuNbd.Open(path, ImageFormats.QemuName(ImageFormat.Raw));
        }
        catch (IOException refused)
        {
            throw new IOException($"{path}: found no size, expected an image file or a block device: {refused.Message}", refused);
        }
    }

    private protected override void ReadAt(long position, Span<byte> buffer) => _bytes.Read(position, buffer);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bytes.Dispose();
        }

        base.Dispose(disposing);
    }
}
