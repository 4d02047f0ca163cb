using System.Net;
using BootLab.Cli.Commands;
using BootLab.Disk.Windows;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

/// <summary>A disk with Windows, from its file and from a live target: what the ROM would read is what the file has.</summary>
public sealed class DiskSourceTests
{
    private const string Target = "iqn.2026-11.lab.test:windows";
    private static readonly string _image = Repository.PathTo("images", "windows-2012.img.gz");

    [Fact]
    public async Task A_unit_of_a_target_is_the_disk_that_the_target_serves()
    {
        using var store = (IDisposable)ImageBlockStore.Open(_image);
        var options = new TargetOptions { Name = Target, Luns = new Dictionary<ushort, IBlockStore> { [3] = (IBlockStore)store }, Chap = new TargetChap { Username = "user", Password = "secret of twelve" } };
        await using var server = IscsiTargetServer.Start(new TargetServer([options], new Random(1), TimeProvider.System), new IPEndPoint(IPAddress.Loopback, 0));
        var url = $"iscsi://user%secret of twelve@{server.Portal}/{Target}/3";

        using var file = DiskSource.Open(_image);
        using var unit = DiskSource.Open(url);

        Assert.Equal(("compressed raw image, read unpacked to a temporary file", "LUN, read through BootLab's initiator"), (file.Description, unit.Description));
        Assert.Equal($"iscsi://user@{server.Portal}/{Target}/3", unit.Name);
        Assert.Equal((512, file.Disk.Length), (unit.BlockSize, unit.Disk.Length));
        var (expected, read) = (WindowsImage.Read(file.Disk), WindowsImage.Read(unit.Disk, blockSize: unit.BlockSize));
        Assert.Equal(expected.BootPath, read.BootPath);
        Assert.All(read.BootPath, step => Assert.Null(step.Problem));
        Assert.Equal(9200, read.Version!.Build);
        Assert.Equal(expected.Facts!.Nics.Select(nic => nic.Device.Path), read.Facts!.Nics.Select(nic => nic.Device.Path));

        var refused = Assert.ThrowsAny<IOException>(() => DiskSource.Open($"iscsi://user%another secret@{server.Portal}/{Target}/3"));
        Assert.DoesNotContain("another", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iscsi://user%secret@host:port/iqn.a/0")]
    [InlineData("iscsi://user%secret@host/iqn.a/x")]
    [InlineData("iscsi://user%secret@host")]
    public void A_wrong_URL_is_refused_without_its_secret(string url)
    {
        var failure = Assert.Throws<CommandFailure>(() => DiskSource.Open(url));

        Assert.Equal(2, failure.ExitCode);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_image_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("disk.vhd", [.. new byte[512], .. "conectix"u8, .. new byte[504]]);

        var failure = Assert.Throws<CommandFailure>(() => DiskSource.Open(path));

        Assert.Equal((3, $"{path}: byte 0x240: found the checksum 00000000, expected fffffca2 over the footer of a VHD"), (failure.ExitCode, failure.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    public void A_file_without_a_sector_is_no_disk(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("disk.img", System.Text.Encoding.UTF8.GetBytes(text));

        var failure = Assert.Throws<CommandFailure>(() => DiskSource.Open(path));

        Assert.Equal((3, $"{path}: found {text.Length} bytes, expected a disk image, which has a sector of 512 at least"), (failure.ExitCode, failure.Message));
    }
}
