using System.Buffers.Binary;
using System.IO.Compression;

namespace BootLab.Vm.Pieces;

/// <summary>
/// A Linux bzImage (Linux x86 boot protocol, 2.08 and later). QEMU starts the ELF file inside it directly through its PVH note, which saves the guest the unpacking.
/// </summary>
internal static class BootImage
{
    private const int SetupSectors = 0x1f1;
    private const int Magic = 0x202;
    private const int PayloadOffset = 0x248;
    private const int PayloadLength = 0x24c;

    /// <summary>The ELF file inside, unpacked.</summary>
    /// <exception cref="VmException">It is not a bzImage, or packed in a way that is not known here.</exception>
    /// <exception cref="HostLacksException">The unpacking program is not installed.</exception>
    public static async Task<byte[]> ReadKernelAsync(ReadOnlyMemory<byte> image, CancellationToken cancellation)
    {
        var payload = Payload(image);
        var kernel = await UnpackAsync(payload, cancellation);
        return kernel.AsSpan().StartsWith("\u007fELF"u8)
            ? kernel
            : throw new VmException($"the bzImage's payload unpacks to {kernel.Length} bytes that are no ELF file");
    }

    /// <summary>The packed payload with its trailing size.</summary>
    internal static ReadOnlyMemory<byte> Payload(ReadOnlyMemory<byte> image)
    {
        var header = image.Span;
        if (header.Length < PayloadLength + 4 || !header[Magic..].StartsWith("HdrS"u8))
        {
            throw new VmException($"found no boot header in the kernel image of {image.Length} bytes, expected 'HdrS' at byte 0x{Magic:x}");
        }

        var sectors = header[SetupSectors] == 0 ? 4 : header[SetupSectors];
        var start = ((sectors + 1) * 512L) + BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadOffset..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadLength..]);
        return start + length <= image.Length && length > 4
            ? image.Slice((int)start, (int)length)
            : throw new VmException($"the boot header says that the payload is {length} bytes at 0x{start:x}, but the kernel image ends at 0x{image.Length:x}");
    }

    private static async Task<byte[]> UnpackAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        // But for gzip, which has it anyway, the kernel's build appends the unpacked size.
        var packed = payload[..^4];
        var magic = payload.Span;
        if (magic.StartsWith<byte>([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))
        {
            return await HostProgram.RunAsync(HostProgram.Require("xz", "xz-utils"), ["-dc"], packed, cancellation: cancellation);
        }

        if (magic.StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]))
        {
            return await HostProgram.RunAsync(HostProgram.Require("zstd", "zstd"), ["-dc"], packed, cancellation: cancellation);
        }

        if (magic.StartsWith<byte>([0x1f, 0x8b]))
        {
            using var gzip = new GZipStream(new MemoryStream(payload.ToArray()), CompressionMode.Decompress);
            using var kernel = new MemoryStream();
            await gzip.CopyToAsync(kernel, cancellation);
            return kernel.ToArray();
        }

        throw new VmException($"the kernel's payload starts with {Convert.ToHexStringLower(magic[..6])}, expected xz, zstd or gzip");
    }
}
