using BootLab.Disk.Tests.Ntfs;
using BootLab.Disk.Windows;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>What else a disk says: files that Windows alone can read, entries that are not followed, media for set-up.</summary>
public sealed class WindowsDetailTests
{
    private const int Start = DiskBuilder.MiB;

    // A file that CompactOS holds compressed with LZX, as its reparse point says.
    private static readonly byte[] _wof = [0x17, 0, 0, 0x80, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];
    private static readonly BcdContents _bcd = new(BcdContents.Mbr(DiskBuilder.Signature, Start));

    [Fact]
    public void Compressed_system_files_are_there_and_not_readable()
    {
        var contents = WindowsContents.ForBios(_bcd).With("Windows/System32/ntoskrnl.exe", "k"u8).With("Windows/System32/drivers/ndis.sys", "d"u8);

        var image = Read(contents, image => image.Copy("Windows/System32/ntoskrnl.exe", _wof, "--attribute", "0xc0").Copy("Windows/System32/drivers/ndis.sys", _wof, "--attribute", "0xc0"));

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.True(image.HasFile("Windows\\System32\\ntoskrnl.exe"));
        Assert.Equal(
            "\\Windows\\System32: ntoskrnl.exe, drivers\\ndis.sys: file compressed by CompactOS (LZX, 32 KiB): not readable here, Windows reads it",
            Assert.Single(image.Notes));
    }

    [Fact]
    public void A_compressed_loader_is_no_problem()
    {
        var image = Read(WindowsContents.ForBios(_bcd), image => image.Copy("Windows/System32/winload.exe", _wof, "--attribute", "0xc0"));

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.Contains("winload.exe on partition 1: file compressed by CompactOS (LZX, 32 KiB): not readable here", Assert.Single(image.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hive_that_only_Windows_can_read_is_no_problem()
    {
        var image = Read(WindowsContents.ForBios(_bcd), image => image.Copy(WindowsContents.SystemHive, _wof, "--attribute", "0xc0"));

        Assert.Equal((BootStep.SystemHive, null), (image.BootPath[^1].What, image.BootPath[^1].Problem));
        Assert.Contains("SYSTEM on partition 1: file compressed by CompactOS (LZX, 32 KiB): not readable here", Assert.Single(image.Notes), StringComparison.Ordinal);
        Assert.Null(image.Facts);
    }

    [Fact]
    public void What_is_on_an_encrypted_partition_cannot_be_said()
    {
        var sealedOff = new byte[DiskBuilder.MiB];
        "-FVE-FS-"u8.CopyTo(sealedOff.AsSpan(3));
        var boot = new WindowsContents().With("bootmgr", [1]).With("Boot/BCD", new BcdContents(BcdContents.Mbr(DiskBuilder.Signature, 10 * Start)).ToBytes());

        var image = WindowsImage.Read(new DiskBuilder(12).Add(7, Start, boot.ToNtfs(), active: true).Add(7, 10 * Start, sealedOff).Open());

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.Equal(BootStep.Winload, image.BootPath[^1].What);
        Assert.Equal(
            "\\Windows\\system32\\winload.exe on partition 2: the partition is encrypted (BitLocker): what is in it cannot be read: whether it is there cannot be said",
            Assert.Single(image.Notes));
    }

    [Fact]
    public void Encrypted_with_EFS()
    {
        var volume = WindowsContents.ForBios(_bcd).ToNtfs();
        var text = "no program"u8.ToArray();

        // The flag 4000h of the data attribute, whose value is in the record.
        var value = volume.AsSpan().IndexOf(text);
        var attribute = value - 24;
        Assert.Equal(0x80, BitConverter.ToInt32(volume, attribute));
        volume[attribute + 13] |= 0x40;

        var image = WindowsImage.Read(new DiskBuilder(10).Add(7, Start, volume, active: true).Open());

        Assert.Contains("winload.exe on partition 1: encrypted file (EFS): not readable here", Assert.Single(image.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_file_systems_are_named()
    {
        var bitLocker = new byte[DiskBuilder.MiB];
        "-FVE-FS-"u8.CopyTo(bitLocker.AsSpan(3));
        var reFs = new byte[DiskBuilder.MiB];
        "ReFS"u8.CopyTo(reFs.AsSpan(3));

        var image = WindowsImage.Read(new DiskBuilder(10).Add(7, Start, bitLocker, active: true).Add(7, 3 * Start, reFs).Open());

        Assert.Equal([("BitLocker", "is encrypted (BitLocker): what is in it cannot be read"), ("ReFS", "holds ReFS, which is not read")], image.Partitions.Select(partition => (partition.FileSystem, partition.Problem)));
        Assert.Equal(new BootStep(BootStep.ActivePartition, "partition 1", "is encrypted (BitLocker): what is in it cannot be read"), image.BootPath[^1]);
    }

    [Fact]
    public void A_medium_for_set_up_is_named()
    {
        using var disk = Disk.Images.DiskImage.Open(Repository.PathTo("images", "bios-cd.iso.gz"));

        var image = WindowsImage.Read(disk, BootWay.Bios);

        Assert.Equal(BootStep.BootCatalogue, Assert.Single(image.BootPath).What);
        Assert.StartsWith("a disc for installation or rescue (ISO 9660 volume '", Assert.Single(image.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "a disc for installation or rescue (ISO 9660 volume 'SETUP', UDF): ")]
    [InlineData(false, "a disc for installation or rescue (ISO 9660 volume 'SETUP'): ")]
    public void A_disc_without_anything_to_start_is_named(bool hasUdf, string note)
    {
        using var folder = new TemporaryFolder();
        var (source, disc) = (folder.PathTo("files"), folder.PathTo("disc.iso"));
        folder.Write("files/sources/boot.wim", [1, 2, 3]);
        var made = PeerProcess.Run(Requires.Tool("genisoimage", "genisoimage"), ["-quiet", .. hasUdf ? (string[])["-udf"] : [], "-V", "SETUP", "-o", disc, source]);
        Assert.True(made.ExitCode == 0, made.Error);

        using var image = File.OpenRead(disc);
        var read = WindowsImage.Read(image);

        Assert.StartsWith(note, Assert.Single(read.Notes), StringComparison.Ordinal);
        Assert.Equal("found no boot signature 55 AA, expected it at byte 510", Assert.Single(read.BootPath).Problem);
        Assert.Equal(hasUdf, BootMedia.Read(image).HasUdf);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_partition_by_itself_is_no_disk_and_is_looked_into(bool hasText)
    {
        var volume = WindowsContents.OfWindows("winload.exe").ToNtfs();
        if (hasText)
        {
            // As in the boot sector of Windows.
            "\r\nA disk read error occurred\0\r\nBOOTMGR is compressed\0"u8.CopyTo(volume.AsSpan(446));
        }

        var read = WindowsImage.Read(new MemoryStream(volume));

        Assert.Equal((1, 0, volume.Length, "NTFS"), read.Partitions.Select(partition => (partition.Number, (int)partition.Start, (int)partition.Length, partition.FileSystem)).Single());
        Assert.Contains(read.Notes, note => note.StartsWith("a volume (NTFS) from the first sector on, without a partition table", StringComparison.Ordinal));
        Assert.Equal("none is active, expected one", read.BootPath[^1].Problem);
        Assert.NotNull(read.Facts);
    }

    private static WindowsImage Read(WindowsContents contents, Action<NtfsImage> change)
    {
        using var source = new TemporaryFolder();
        foreach (var (path, content) in contents.Files)
        {
            source.Write(path.Replace("system32", "System32", StringComparison.Ordinal), content);
        }

        using var image = new NtfsImage(8).Apply(source.Root);
        change(image);
        return WindowsImage.Read(new DiskBuilder(10).Add(7, Start, File.ReadAllBytes(image.Path), active: true).Open());
    }
}
