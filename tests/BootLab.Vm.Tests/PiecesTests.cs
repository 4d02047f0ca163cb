using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using BootLab.Testing;
using BootLab.Vm.Pieces;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What guests are made of, without any guest.</summary>
public sealed class PiecesTests
{
    [Fact]
    public void An_archive_is_read_by_cpio()
    {
        using var content = new MemoryStream();
        var archive = new CpioWriter(content);
        archive.AddFile("bin/tool", "text"u8, isExecutable: true);
        archive.AddLink("bin/name", "tool");
        archive.AddFolder("proc");
        archive.Finish();
        using var folder = new TemporaryFolder();
        var file = folder.Write("archive.cpio", content.ToArray());

        var listing = PeerProcess.Run(Requires.Tool("busybox", "busybox-static"), ["cpio", "-tvF", file]);
        string[][] lines = [.. listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(
            ["drwxr-xr-x bin", "-rwxr-xr-x bin/tool", "lrwxrwxrwx bin/name -> tool", "drwxr-xr-x proc"],
            lines.Select(words => $"{words[0]} {string.Join(' ', words.SkipWhile(word => !word.Contains(':', StringComparison.Ordinal)).Skip(1))}"));
        Assert.Throws<ArgumentException>(() => archive.AddFile("bin/tool", []));
    }

    [Fact]
    public async Task The_kernel_inside_a_boot_image_is_unpacked()
    {
        byte[] kernel = [0x7f, .. "ELF of a kernel"u8];
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(kernel);
        }

        Assert.Equal(kernel, await BootImage.ReadKernelAsync(Image(packed.ToArray()), Token));
    }

    [Theory]
    [InlineData("", "found no boot header")]
    [InlineData("HdrS", "the payload is")]
    [InlineData("packed otherwise", "expected xz, zstd or gzip")]
    public async Task A_boot_image_that_cannot_be_used_is_refused_with_the_reason(string kind, string expected)
    {
        var image = Image(Encoding.ASCII.GetBytes("packed otherwise"));
        if (kind.Length == 0)
        {
            image = new byte[0x100];
        }
        else if (kind == "HdrS")
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24c), uint.MaxValue);
        }

        var error = await Assert.ThrowsAsync<VmException>(() => BootImage.ReadKernelAsync(image, Token));
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("license=GPL\0depends=scsi_mod,scsi-transport-iscsi\0name=x\0", "scsi_mod scsi_transport_iscsi")]
    [InlineData("license=GPL\0depends=\0name=x\0", "")]
    [InlineData("license=GPL\0", "")]
    public void A_module_says_what_it_depends_on(string information, string expected) =>
        Assert.Equal(expected, string.Join(' ', KernelModules.Dependencies(Encoding.ASCII.GetBytes(information))));

    [Fact]
    public void Pieces_that_were_changed_or_made_otherwise_are_not_used()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in GuestPieces.FileNames)
        {
            folder.Write("made/" + name, Encoding.ASCII.GetBytes(name));
        }

        PiecesManifest.Write(folder.PathTo("made"), GuestPiecesMaker.Recipe, "6.1");
        Assert.Equal(new GuestPieces(folder.PathTo("made"), "6.1"), new GuestPiecesCache(folder.Root).Find());
        Assert.Null(PiecesManifest.Check(folder.PathTo("made"), "another recipe"));

        folder.Write("made/vmlinux", "vmlinuX"u8);
        Assert.Null(new GuestPiecesCache(folder.Root).Find());
    }

    [Fact]
    public async Task Whoever_prepares_second_waits_for_the_first()
    {
        using var folder = new TemporaryFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var first = new FileStream(folder.PathTo(".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var said = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new GuestPiecesCache(folder.Root).PrepareAsync(
            message =>
            {
                said.Add(message);
                stop.Cancel();
            },
            stop.Token));
        Assert.Equal(["waiting for another process that prepares the same"], said);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A bzImage with one setup sector (and the boot sector before it), then this payload.</summary>
    internal static byte[] Image(byte[] payload)
    {
        var image = new byte[(2 * 512) + payload.Length];
        image[0x1f1] = 1;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24c), (uint)payload.Length);
        payload.CopyTo(image, 2 * 512);
        return image;
    }
}
