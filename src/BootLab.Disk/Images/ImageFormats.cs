namespace BootLab.Disk.Images;

/// <summary>Which format an image has, by its own bytes: a file's name is not looked at.</summary>
public static class ImageFormats
{
    /// <summary>Bytes of the start that are looked at.</summary>
    public const int StartLength = 16 << 10;

    // What starts with more than one byte in common with none other; at which byte of the file.
    private static readonly (int Offset, byte[] Signature, ImageFormat Format)[] s_signatures =
    [
        (0, [0x1f, 0x8b, 0x08], ImageFormat.Gzip),
        (0, [.. "conectix"u8], ImageFormat.DynamicVhd),
        (0, [.. "vhdxfile"u8], ImageFormat.Vhdx),
        (0, [.. "QFI"u8, 0xfb], ImageFormat.Qcow2),
        (0, [.. "KDMV"u8], ImageFormat.Vmdk),
        (0, [.. "# Disk DescriptorFile"u8], ImageFormat.Vmdk),
        (64, [0x7f, 0x10, 0xda, 0xbe], ImageFormat.Vdi),
    ];

    /// <summary>The format of a file.</summary>
    /// <param name="start">Its first <see cref="StartLength"/> bytes, or all when there are fewer.</param>
    /// <param name="end">Its last <see cref="VhdFooter.Size"/> bytes, or all when there are fewer.</param>
    public static ImageFormat Recognise(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        foreach (var (offset, signature, format) in s_signatures)
        {
            if (start.Length >= offset && start[offset..].StartsWith(signature))
            {
                return format;
            }
        }

        return VhdFooter.HasSignature(end) ? ImageFormat.FixedVhd : ImageFormat.Raw;
    }

    /// <summary>The format of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ImageFormat Of(string path)
    {
        using var file = FileBytes.OpenHandle(path);
        return Recognise(FileBytes.Start(file), FileBytes.End(file));
    }

    /// <summary>The name of a format for people.</summary>
    public static string Name(ImageFormat format) => format switch
    {
        ImageFormat.Gzip => "compressed raw",
        ImageFormat.FixedVhd => "fixed VHD",
        ImageFormat.DynamicVhd => "dynamic VHD",
        ImageFormat.Vhdx => "VHDX",
        ImageFormat.Qcow2 => "qcow2",
        ImageFormat.Vmdk => "VMDK",
        ImageFormat.Vdi => "VDI",
        _ => "raw",
    };

    /// <summary>The name that a format has for QEMU's programs.</summary>
    public static string QemuName(ImageFormat format) => format switch
    {
        ImageFormat.FixedVhd or ImageFormat.DynamicVhd => "vpc",
        ImageFormat.Vhdx => "vhdx",
        ImageFormat.Qcow2 => "qcow2",
        ImageFormat.Vmdk => "vmdk",
        ImageFormat.Vdi => "vdi",
        _ => "raw",
    };
}
