using System.IO.Compression;
using System.Security.Cryptography;
using BootLab.Disk.Partitions;
using BootLab.ImageMaker;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>The images of the repository: made by its own tool, described as they are, started by a real BIOS.</summary>
public sealed class ImageTests
{
    public static TheoryData<string> Names => [.. ImageMaker.Images.All.Select(image => image.Name)];

    public static TheoryData<string> Kept => [.. Directory.GetFiles(Repository.PathTo("images"), "*.gz").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tool_makes_the_image_bit_for_bit(string name)
    {
        var made = ImageMaker.Images.All.Single(image => image.Name == name).Bytes;

        Assert.True(Unpack(name).AsSpan().SequenceEqual(made), $"images/{name} differs from what eng/BootLab.ImageMaker makes");
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void The_readme_names_the_sum(string name) => Assert.Contains(
        $"| {name} | {Unpack(name).Length:N0} bytes | `{Convert.ToHexStringLower(SHA256.HashData(Unpack(name)))}` |",
        File.ReadAllText(Repository.PathTo("images", "README.md")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("bios-boot.img.gz", "master boot record with boot code and 1 partition (active: type 0Eh, 22.5 MiB from LBA 2048); a BIOS starts the boot code in sector 0; UEFI finds no EFI system partition")]
    [InlineData("windows-2012.img.gz", "master boot record with boot code and 1 partition (active: type 07h, 22.5 MiB from LBA 2048); a BIOS starts the boot code in sector 0; UEFI finds no EFI system partition")]
    [InlineData("bios-cd.iso.gz", "ISO 9660 volume 'BOOTLAB' with 1 boot image; a BIOS starts the boot image in sector 23; UEFI finds no EFI system partition")]
    public void The_image_is_described(string name, string sentence) => Assert.Equal(sentence, BootMedia.Describe(new MemoryStream(Unpack(name))));

    [Fact]
    public void The_file_system_of_the_Linux_disk_is_sound()
    {
        using var folder = new TemporaryFolder();
        var disk = folder.Write("disk.img", Unpack("linux-disk.img.gz"));

        var check = PeerProcess.Run(Requires.Tool("e2fsck", "e2fsprogs"), ["-f", "-n", disk]);
        var marker = PeerProcess.Run(Requires.Tool("debugfs", "e2fsprogs"), ["-R", "cat /marker", disk]);

        Assert.True(check.ExitCode == 0, check.Output + check.Error);
        Assert.Equal(LinuxDisk.Marker + "\n", marker.Output);
    }

    [Theory]
    [InlineData("bios-boot.img.gz")]
    [InlineData("windows-2012.img.gz")]
    public void A_boot_rom_guesses_the_geometry_that_the_hard_disk_was_made_with(string name)
    {
        var disk = Unpack(name);

        Assert.Equal(new DiskGeometry(3, 255, 63), DiskGeometry.Guess(disk, (ulong)disk.Length / 512));
    }

    [Theory]
    [InlineData("bios-boot.img.gz", "if=ide,media=disk", "BootLab: booted from SAN\r\n")]
    [InlineData("linux-disk.img.gz", "if=ide,media=disk", "BootLab: booted from SAN\r\n")]
    [InlineData("windows-2012.img.gz", "if=ide,media=disk", "BootLab: a synthetic disk of Server 2012, nothing on it can run\r\n")]
    [InlineData("bios-cd.iso.gz", "if=ide,media=cdrom", "BootLab: booted from a SAN CD\r\n")]
    public async Task A_bios_starts_the_image(string name, string drive, string expected)
    {
        var qemu = Requires.Tool("qemu-system-x86_64", "qemu-system-x86");
        using var folder = new TemporaryFolder();
        var disk = folder.Write("disk.img", Unpack(name));
        var serial = folder.PathTo("serial.txt");

        using var machine = PeerProcess.Start(
            qemu,
            ["-accel", "tcg", "-m", "32", "-nodefaults", "-display", "none", "-serial", $"file:{serial}", "-drive", $"file={disk},format=raw,{drive}"]);
        var said = string.Empty;
        await Wait.UntilAsync(
            () => machine.HasExited || (said = File.Exists(serial) ? ReadShared(serial) : string.Empty).Length >= expected.Length,
            () => $"the serial port said '{said}'; QEMU said '{machine.Output}'");

        Assert.True(expected == said, $"the serial port said '{said}'; QEMU said '{machine.Output}'");
    }

    private static byte[] Unpack(string name)
    {
        using var file = File.OpenRead(Repository.PathTo("images", name));
        using var packed = new GZipStream(file, CompressionMode.Decompress);
        var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    // QEMU keeps the file open for writing.
    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
