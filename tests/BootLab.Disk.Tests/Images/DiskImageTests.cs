using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipes;
using BootLab.Disk.Images;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Images;

/// <summary>Images that are read without the help of other programs.</summary>
public sealed class DiskImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _disk = new byte[3 << 20];

    public DiskImageTests() => new Random(1).NextBytes(_disk.AsSpan(1 << 20, 1 << 20));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Raw() => AssertReads(_folder.Write("disk", _disk), ImageFormat.Raw, "directly");

    [Fact]
    public void Gzip()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(_disk);
        }

        AssertReads(_folder.Write("disk.img", packed.ToArray()), ImageFormat.Gzip, "unpacked to a temporary file");
    }

    [Fact]
    public void A_pipe_is_no_disk()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";

        var error = Assert.Throws<IOException>(() => DiskImage.Open(path));

        Assert.Equal($"{path}: found a pipe, expected a file that can be read at any place; write it to a file first", error.Message);
    }

    [Fact]
    public void Vhd_of_a_fixed_size()
    {
        var path = _folder.PathTo("disk.bin");
        var made = PeerProcess.Run(Requires.Tool("qemu-img", "qemu-utils"), ["convert", "-f", "raw", "-O", "vpc", "-o", "subformat=fixed,force_size=on", _folder.Write("raw", _disk), path]);
        Assert.True(made.ExitCode == 0, made.Error);

        AssertReads(path, ImageFormat.FixedVhd, "directly");
    }

    [Theory]
    [InlineData(8, 1u, 64, "found the checksum")]
    [InlineData(12, 0x00020000u, 12, "found a VHD of version 2.0")]
    [InlineData(48, 0x80000000u, 48, "fewer than 2^63")]
    [InlineData(48, 0x7fffffffu, 0, "the image is truncated")]
    [InlineData(60, 3u, -1, "found no copy of the footer at the start")]
    [InlineData(60, 99u, 60, "found the disk type 99")]
    public void Footers_that_lie(int offset, uint value, int place, string message)
    {
        var footer = Footer(4096);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(offset), value);
        Seal(footer, offset == 8 ? 1u : 0u);

        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(_folder.Write("lies", [.. new byte[4096], .. footer])));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(place < 0 ? 0 : 4096 + place, error.Error.Offset);
    }

    [Fact]
    public void Gzip_that_is_none()
    {
        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(_folder.Write("disk.gz", [0x1f, 0x8b, 8, .. "no deflate"u8])));

        Assert.Contains("expected a sound gzip file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4d5357494d000000d0000000", "found a WIM archive")]
    [InlineData("504b030414000000", "found a zip archive")]
    [InlineData("377abcaf271c0004", "found a 7z archive")]
    [InlineData("fd377a585a000004", "packed with xz")]
    [InlineData("28b52ffd04", "packed with zstd")]
    [InlineData("425a683931415926535900", "packed with bzip2")]
    public void Files_that_are_no_disks(string start, string message)
    {
        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(_folder.Write("file", [.. Convert.FromHexString(start), .. _disk])));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Footer(long size)
    {
        var footer = new byte[512];
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(12), 0x00010000);
        footer.AsSpan(16, 8).Fill(0xff);
        BinaryPrimitives.WriteInt64BigEndian(footer.AsSpan(48), size);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), 2);
        return footer;
    }

    private static void Seal(byte[] footer, uint wrongBy)
    {
        footer.AsSpan(64, 4).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(64), ~(uint)footer.Sum(value => value) + wrongBy);
    }

    private void AssertReads(string path, ImageFormat format, string through)
    {
        using var image = DiskImage.Open(path);
        Assert.Equal((format, through, _disk.LongLength), (image.Format, image.Through, image.Length));
        var bytes = new byte[_disk.Length];
        image.ReadExactly(bytes);
        Assert.True(_disk.AsSpan().SequenceEqual(bytes));
        Assert.Equal(0, image.Read(bytes));
        image.Position = (1 << 20) - 7;
        image.ReadExactly(bytes, 0, 100);
        Assert.True(_disk.AsSpan((1 << 20) - 7, 100).SequenceEqual(bytes.AsSpan(0, 100)));
    }
}
