using System.Diagnostics;
using BootLab.Disk.Images;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Images;

/// <summary>One disk in every format that qemu-img writes: every byte is read again.</summary>
public sealed class QemuImageTests : IDisposable
{
    private const int Length = 5 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _disk = new byte[Length];
    private readonly string _raw;

    public QemuImageTests()
    {
        // Written, empty, and half written stretches of whichever units the formats have.
        new Random(1).NextBytes(_disk.AsSpan(1 << 20, (1 << 20) + 12_345));
        new Random(2).NextBytes(_disk.AsSpan(Length - 700));
        _raw = _folder.Write("raw", _disk);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_device_without_a_size_is_no_disk()
    {
        Requires.Tool("qemu-nbd", "qemu-utils");

        Assert.StartsWith("/dev/zero: found no size, expected an image file or a block device: ", Assert.Throws<IOException>(() => DiskImage.Open("/dev/zero")).Message);
    }

    [Theory]
    [InlineData(ImageFormat.FixedVhd, "vpc", "subformat=fixed,force_size=on", "directly")]
    [InlineData(ImageFormat.DynamicVhd, "vpc", "subformat=dynamic,force_size=on", "through qemu-nbd")]
    [InlineData(ImageFormat.Vhdx, "vhdx", "subformat=dynamic", "through qemu-nbd")]
    [InlineData(ImageFormat.Vhdx, "vhdx", "subformat=fixed", "through qemu-nbd")]
    [InlineData(ImageFormat.Qcow2, "qcow2", "compat=1.1", "through qemu-nbd")]
    [InlineData(ImageFormat.Qcow2, "qcow2", "compat=0.10,cluster_size=512", "through qemu-nbd")]
    [InlineData(ImageFormat.Qcow2, "qcow2", "compression_type=zstd", "through qemu-nbd", "-c")]
    [InlineData(ImageFormat.Vmdk, "vmdk", "subformat=monolithicSparse", "through qemu-nbd")]
    [InlineData(ImageFormat.Vmdk, "vmdk", "subformat=streamOptimized", "through qemu-nbd")]
    [InlineData(ImageFormat.Vdi, "vdi", "static=off", "through qemu-nbd")]
    [InlineData(ImageFormat.Vdi, "vdi", "static=on", "through qemu-nbd")]
    public void Every_byte_is_equal(ImageFormat format, string name, string options, string through, params string[] more)
    {
        var path = Convert(name, options, more);

        using var image = DiskImage.Open(path);

        Assert.Equal((format, through), (image.Format, image.Through));

        // VHDX counts in MiB, others as they like; behind the disk there is nothing.
        Assert.InRange(image.Length, Length, Length + (1 << 20));
        var bytes = new byte[image.Length];
        image.ReadExactly(bytes);
        Assert.True(_disk.AsSpan().SequenceEqual(bytes.AsSpan(0, Length)));
        Assert.False(bytes.AsSpan(Length).ContainsAnyExcept((byte)0));
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            image.Position = random.Next(Length);
            var piece = bytes.AsSpan(0, random.Next(1, 200_000));
            var read = image.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            var start = (int)image.Position - read;
            Assert.True(_disk.AsSpan(start, Math.Min(read, Length - start)).SequenceEqual(piece[..Math.Min(read, Length - start)]));
        }
    }

    [Fact]
    public void The_server_ends_with_the_image()
    {
        var path = Convert("qcow2", "compat=1.1");
        using (DiskImage.Open(path))
        {
            Assert.Equal(1, Servers(path));
        }

        Assert.Equal(0, Servers(path));
        File.WriteAllBytes(path, [.. "QFI"u8, 0xfb, .. new byte[200]]);
        Assert.Throws<IOException>(() => DiskImage.Open(path));
        Assert.Equal(0, Servers(path));
    }

    [Theory]
    [InlineData("qcow2", 20, "Unsupported cluster size")]
    [InlineData("vhdx", 0x30000, "Invalid argument")]
    [InlineData("vdi", 68, "unsupported VDI image")]
    public void What_QEMU_refuses_is_said_in_its_words(string format, int place, string word)
    {
        var path = Convert(format, string.Empty);
        using (var file = File.OpenWrite(path))
        {
            file.Position = place;
            file.Write([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        }

        var error = Assert.Throws<IOException>(() => DiskImage.Open(path));

        Assert.StartsWith("qemu-nbd: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_image_on_top_of_another_is_refused()
    {
        var path = _folder.PathTo("top.qcow2");
        QemuImg("create", "-f", "qcow2", "-b", _raw, "-F", "raw", path);

        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(path));

        Assert.Contains($"found a qcow2 image on top of '{_raw}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_with_its_data_elsewhere_is_refused()
    {
        var path = _folder.PathTo("data.qcow2");
        QemuImg("create", "-f", "qcow2", "-o", $"data_file={_folder.PathTo("elsewhere")}", path, "1M");

        Assert.Contains("with its data in another file", Assert.Throws<DiskFormatException>(() => DiskImage.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_VMDK_on_top_of_another_is_refused()
    {
        var path = _folder.PathTo("top.vmdk");
        QemuImg("create", "-f", "vmdk", "-b", Convert("vmdk", string.Empty), "-F", "vmdk", path);

        Assert.Contains("found a VMDK on top of another", Assert.Throws<DiskFormatException>(() => DiskImage.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monolithicFlat", "disk.vmdk", "found the description of a VMDK whose disk is in other files")]
    [InlineData("twoGbMaxExtentSparse", "disk.vmdk", "found the description of a VMDK whose disk is in other files")]
    [InlineData("twoGbMaxExtentSparse", "disk-s001.vmdk", "found one of several parts of a VMDK")]
    public void A_VMDK_in_several_files_is_named(string kind, string file, string message)
    {
        Convert("vmdk", $"subformat={kind}");

        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(_folder.PathTo(file)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("qemu-img convert", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_VMDK_whose_text_names_another_file_of_the_host_is_refused()
    {
        // Without capacity QEMU goes by the text, and would serve whatever that names.
        var image = new byte[1 << 20];
        "KDMV\x1\0\0\0\x3\0\0\0"u8.CopyTo(image);
        (image[28], image[36]) = (1, 20);
        System.Text.Encoding.ASCII.GetBytes($"# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"monolithicFlat\"\nRW {Length / 512} FLAT \"{_raw}\" 0\n").CopyTo(image, 512);

        var error = Assert.Throws<DiskFormatException>(() => DiskImage.Open(_folder.Write("innocent.vmdk", image)));

        Assert.Contains("whose disk is in other files", error.Message, StringComparison.Ordinal);
    }

    private static int Servers(string image) => Process.GetProcessesByName("qemu-nbd").Count(process =>
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(image, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // it has ended meanwhile
            }
        }
    });

    private string Convert(string format, string options, params string[] more)
    {
        var path = _folder.PathTo($"disk.{format}");
        QemuImg(["convert", .. more, "-f", "raw", "-O", format, .. options.Length > 0 ? (string[])["-o", options] : [], _raw, path]);
        return path;
    }

    private static void QemuImg(params string[] arguments)
    {
        var made = PeerProcess.Run(Requires.Tool("qemu-img", "qemu-utils"), arguments);
        Assert.True(made.ExitCode == 0, made.Error);
    }
}
