using BootLab.Disk.Windows;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Disks that a BIOS starts: master boot record, active partition, bootmgr, BCD, winload, SYSTEM hive.</summary>
public sealed class WindowsBiosTests
{
    private const int Start = DiskBuilder.MiB;
    private static readonly BcdContents _bcd = new(BcdContents.Mbr(DiskBuilder.Signature, Start));

    [Fact]
    public void A_sound_disk_leads_to_its_Windows()
    {
        var image = Read(WindowsContents.ForBios(_bcd));

        Assert.Equal(new DiskPartition(1, Start, 8 * DiskBuilder.MiB, "07h", "NTFS", "Windows", IsBootable: true), Assert.Single(image.Partitions));
        Assert.Equal(
            [
                "boot sector: sector 0", "active partition: partition 1", "boot manager: \\bootmgr on partition 1", "boot configuration: \\Boot\\BCD on partition 1",
                "default entry: Windows Server 2012 {500ec897-0b25-449a-8ecd-8d81628baa9c}",
                "device: device: partition at byte 1048576 of the disk with the signature 12345678 (partition 1)", "winload: \\Windows\\system32\\winload.exe on partition 1",
                "device: osdevice: partition at byte 1048576 of the disk with the signature 12345678 (partition 1)", "SYSTEM hive: \\Windows\\System32\\config\\SYSTEM on partition 1",
            ],
            image.BootPath.Select(step => $"{step.What}: {step.Where}{step.Problem}{step.Code}"));
        Assert.Equal((BootWay.Bios, DiskBuilder.Signature, null, "\\Windows", 1), (image.Way, image.MbrSignature, image.GptGuid, image.SystemRoot, image.WindowsPartition));
        Assert.Equal((9200, "Server"), (image.Version!.Build, image.Version.InstallationType));
        Assert.True(image.Facts!.Service("E1IEXPRESS")!.IsPromotedOnNetworkBoot);
        Assert.Equal([true, false, false], new[] { "\\windows\\system32\\WINLOAD.EXE", "\\Windows\\none", "\\Windows" }.Select(image.HasFile));
        Assert.Empty(image.Notes);
    }

    [Fact]
    public void An_empty_disk_says_so()
    {
        var image = WindowsImage.Read(new MemoryStream(new byte[4096]));

        Assert.Equal([new BootStep(BootStep.BootSector, "sector 0", "found no boot signature 55 AA, expected it at byte 510")], image.BootPath);
        Assert.Empty(image.Partitions);
        Assert.Null(image.Facts);
        Assert.Null(image.HasFile("\\any"));
    }

    private static WindowsImage Read(WindowsContents contents) => WindowsImage.Read(new DiskBuilder(10).Add(7, Start, contents.ToNtfs(), active: true).Open());
}
