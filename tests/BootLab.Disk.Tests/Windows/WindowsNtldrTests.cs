using System.Text;
using BootLab.Disk.Windows;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>XP and Server 2003: ntldr, and boot.ini instead of a BCD.</summary>
public sealed class WindowsNtldrTests
{
    private const int Start = DiskBuilder.MiB;
    private const string Sound = "[boot loader]\r\ntimeout=30\r\ndefault=multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS\r\n[operating systems]\r\n"
        + "multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS=\"Windows Server 2003\" /fastdetect\r\n";

    [Fact]
    public void A_sound_disk_leads_to_its_Windows()
    {
        var image = Read(Contents(Sound));

        Assert.Equal(
            [
                "boot sector: sector 0", "active partition: partition 1", "boot manager: \\ntldr on partition 1", "boot manager: \\NTDETECT.COM on partition 1",
                "boot configuration: \\boot.ini on partition 1", "default entry: \"Windows Server 2003\" /fastdetect", "device: multi(0)disk(0)rdisk(0)partition(1)\\WINDOWS",
                "SYSTEM hive: \\WINDOWS\\System32\\config\\SYSTEM on partition 1",
            ],
            image.BootPath.Select(step => $"{step.What}: {step.Where}{step.Problem}"));
        Assert.Equal(("\\WINDOWS", 9200), (image.SystemRoot, image.Version!.Build));
        Assert.NotNull(image.Facts);
        Assert.Null(image.Bcd);
        Assert.Empty(image.Notes);
    }

    [Theory]
    [InlineData("multi(0)disk(0)rdisk(0)partition(2)\\WINDOWS", "names partition 2, expected one of the disk's 1")]
    [InlineData("multi(0)disk(0)rdisk(0)partition(0)\\WINDOWS", "names partition 0")]
    [InlineData("multi(0)disk(0)rdisk(1)partition(1)\\WINDOWS", "names disk 1 of the BIOS, expected 0")]
    [InlineData("scsi(0)disk(1)rdisk(0)partition(1)\\WINDOWS", "names disk 1 of the BIOS, expected 0")]
    [InlineData("signature(deadbeef)disk(0)rdisk(0)partition(1)\\WINDOWS", "the disk has the signature 12345678, expected deadbeef")]
    [InlineData("C:\\", "found no place such as multi(0)")]
    [InlineData("multi(0)disk(0)rdisk(99999999999)partition(1)\\WINDOWS", "found no place such as multi(0)")]
    [InlineData("multi(0)disk(0)", "found no place such as multi(0)")]
    public void A_place_that_is_none(string place, string problem)
    {
        var step = Read(Contents($"[boot loader]\ndefault={place}\n")).BootPath[^1];

        Assert.Equal(BootStep.Device, step.What);
        Assert.Contains(problem, step.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_may_name_the_disk() =>
        Assert.NotNull(Read(Contents("[operating systems]\nsignature(12345678)disk(0)rdisk(0)partition(1)\\WINDOWS=\"by signature\"\n")).Facts);

    [Fact]
    public void Without_boot_ini_the_first_partition_is_taken()
    {
        var image = Read(Contents(Sound).Without("boot.ini"));

        Assert.NotNull(image.Facts);
        Assert.Equal("\\boot.ini on partition 1: not found: ntldr then takes \\WINDOWS of the first partition", Assert.Single(image.Notes));
    }

    [Theory]
    [InlineData("NTDETECT.COM", BootStep.BootManager)]
    [InlineData("WINDOWS/System32/config/SYSTEM", BootStep.SystemHive)]
    public void Without_a_file(string file, string step)
    {
        var failed = Read(Contents(Sound).Without(file)).BootPath[^1];

        Assert.Equal((step, "not found"), (failed.What, failed.Problem));
    }

    [Fact]
    public void A_boot_ini_without_end()
    {
        var failed = Read(Contents(new string(';', 70_000))).BootPath[^1];

        Assert.Equal((BootStep.BootConfiguration, "found 70000 bytes, expected at most 65536"), (failed.What, failed.Problem));
    }

    [Fact]
    public void Windows_may_be_on_a_logical_partition()
    {
        // Primary partitions are counted first, and the extended one not at all.
        const int Extended = 10 * DiskBuilder.MiB, First = Extended + DiskBuilder.MiB, Second = First + (9 * DiskBuilder.MiB);
        var disk = new DiskBuilder(40).Add(7, Start, new WindowsContents().With("ntldr", [1]).With("NTDETECT.COM", [1])
            .With("boot.ini", Encoding.ASCII.GetBytes("[boot loader]\ndefault=multi(0)disk(0)rdisk(0)partition(3)\\WINDOWS")).ToNtfs(), active: true);
        disk.Add(0x0f, Extended, []);
        disk.Logical(Extended, Extended, First, WindowsContents.OfWindows("none").ToNtfs(label: "first"), next: Second - DiskBuilder.MiB);
        disk.Logical(Extended, Second - DiskBuilder.MiB, Second, Renamed(WindowsContents.OfWindows("none")).ToNtfs(label: "second"), next: null);

        var image = WindowsImage.Read(disk.Open());

        Assert.Equal([(1, Start, "Windows"), (5, First, "first"), (6, Second, "second")], image.Partitions.Select(partition => (partition.Number, (int)partition.Start, partition.Label)));
        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.Equal(6, image.WindowsPartition);
    }

    [Fact]
    public void A_chain_of_logical_partitions_that_runs_in_a_circle_ends()
    {
        const int Extended = 10 * DiskBuilder.MiB;
        var disk = new DiskBuilder(20).Add(0x05, Extended, []);
        disk.Logical(Extended, Extended, Extended + DiskBuilder.MiB, [], next: Extended);

        var image = WindowsImage.Read(disk.Open());

        Assert.Equal(5, Assert.Single(image.Partitions).Number);
        Assert.Contains("byte 0xa00000: found a link to LBA 20480 again", Assert.Single(image.Notes), StringComparison.Ordinal);
    }

    private static WindowsContents Contents(string bootIni) => Renamed(WindowsContents.OfWindows("none"))
        .With("ntldr", [1]).With("NTDETECT.COM", [1]).With("boot.ini", Encoding.ASCII.GetBytes(bootIni));

    private static WindowsContents Renamed(WindowsContents windows)
    {
        var renamed = new WindowsContents();
        foreach (var (path, content) in windows.Files)
        {
            renamed.With(path.Replace("Windows/", "WINDOWS/", StringComparison.Ordinal), content);
        }

        return renamed;
    }

    private static WindowsImage Read(WindowsContents contents) => WindowsImage.Read(new DiskBuilder(10).Add(7, Start, contents.ToNtfs(), active: true).Open());
}
