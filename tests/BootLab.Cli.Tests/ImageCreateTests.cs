using System.IO.Compression;
using BootLab.Disk.Windows;
using BootLab.Testing;
using Xunit;

namespace BootLab.Cli.Tests;

public sealed class ImageCreateTests
{
    [Fact]
    public async Task An_image_is_the_same_packed_and_unpacked_and_takes_little_room()
    {
        NeedsTools();
        using var folder = new TemporaryFolder();
        var (plain, packed) = (folder.PathTo("disk.img"), folder.PathTo("disk.img.gz"));

        Assert.Equal(new Ended(0, "", ""), await Bootlab.RunAsync("image", "create", "--kind", "windows-2008r2", "-o", plain));
        Assert.Equal(new Ended(0, "", ""), await Bootlab.RunAsync("image", "create", "--kind", "windows-2008r2", "-o", packed));

        await using var unpacked = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.True(File.ReadAllBytes(plain).AsSpan().SequenceEqual(bytes.ToArray()));
        Assert.InRange(new FileInfo(packed).Length, 1, 300_000);
        var blocks = PeerProcess.Run(Requires.Tool("stat", "coreutils"), ["--format", "%b", plain]).Output;
        Assert.InRange(int.Parse(blocks) * 512L, 1, new FileInfo(plain).Length / 2);
    }

    [Fact]
    public async Task A_description_and_options_are_laid_over_a_kind()
    {
        NeedsTools();
        using var folder = new TemporaryFolder();
        var spec = folder.Write("image.yaml", "kind: windows-2012\nservices: {E1G60: {boot-flags: 0}}\n"u8);
        var disk = folder.PathTo("disk.img");

        var ended = await Bootlab.RunAsync("image", "create", "--spec", spec, "--firmware", "uefi", "--nic", "03:00.1,8086:10d3,e1iexpress", "--nic", "03:00.0", "-o", disk);

        Assert.Equal(new Ended(0, "", ""), ended);
        await using var file = File.OpenRead(disk);
        var image = WindowsImage.Read(file);
        Assert.Equal(BootWay.Uefi, image.Way);
        Assert.Equal(["03:00.1 e1iexpress", "03:00.0 E1G60"], image.Facts!.Nics.OrderBy(nic => nic.Adapter!.Index).Select(nic => $"{nic.Device.PciLocation} {nic.Device.Service}"));
        Assert.Equal(0u, image.Facts.Service("E1G60")!.BootFlags);
    }

    [Fact]
    public async Task The_description_of_a_kind_makes_the_same_image()
    {
        NeedsTools();
        using var folder = new TemporaryFolder();
        var shown = await Bootlab.RunAsync("image", "create", "--kind", "windows-7", "--show-spec");
        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        var spec = folder.Write("image.yaml", System.Text.Encoding.UTF8.GetBytes(shown.Output));

        await Bootlab.RunAsync("image", "create", "--spec", spec, "-o", folder.PathTo("from-spec.img"));
        await Bootlab.RunAsync("image", "create", "--kind", "windows-7", "-o", folder.PathTo("from-kind.img"));

        Assert.True(File.ReadAllBytes(folder.PathTo("from-spec.img")).AsSpan().SequenceEqual(File.ReadAllBytes(folder.PathTo("from-kind.img"))));
    }

    [Theory]
    [InlineData("found neither or both of --kind and --spec", "-o", "disk.img")]
    [InlineData("found neither or both of --kind and --spec", "--kind", "windows-7", "--spec", "image.yaml", "-o", "disk.img")]
    [InlineData("expected -o IMAGE", "--kind", "windows-7")]
    [InlineData("windows-95", "--kind", "windows-95", "-o", "disk.img")]
    [InlineData("found the NIC 'eth0', expected its place such as 08:04.0", "--kind", "windows-7", "--nic", "eth0", "-o", "disk.img")]
    [InlineData("found the NIC '08:04.0,82540em'", "--kind", "windows-7", "--nic", "08:04.0,82540em", "-o", "disk.img")]
    public async Task What_it_wants_is_said(string message, params string[] options)
    {
        var ended = await Bootlab.RunAsync(["image", "create", .. options]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(message, ended.Error);
    }

    [Fact]
    public async Task A_mistake_in_a_description_is_named_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var spec = folder.Write("image.yaml", "kind: windows-7\nnic: []\n"u8);

        var ended = await Bootlab.RunAsync("image", "create", "--spec", spec, "-o", folder.PathTo("disk.img"));

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("2:1: found the unknown key 'nic' in an image description", ended.Error);
        Assert.False(File.Exists(folder.PathTo("disk.img")));
    }

    private static void NeedsTools()
    {
        Requires.Tool("mkntfs", "ntfs-3g");
        Requires.Tool("wimapply", "wimtools");
        Requires.Tool("mformat", "mtools");
    }
}
