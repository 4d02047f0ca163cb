using BootLab.Disk.Tests.Fat;
using BootLab.Disk.Windows;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Disks that UEFI starts: GUID partition table, EFI system partition with FAT32, bootmgfw.efi, BCD, winload.efi, SYSTEM hive.</summary>
public sealed class WindowsUefiTests
{
    private static readonly Guid _system = new("11111111-2222-3333-4444-555555555555");
    private static readonly Guid _reserved = new("22222222-3333-4444-5555-666666666666");
    private static readonly Guid _windows = new("bcdb81c7-5440-4cf8-a6b7-b7c747e7f36f");

    [Fact]
    public void A_sound_disk_leads_to_its_Windows()
    {
        var image = Read(new BcdContents(BcdContents.Gpt(GptDisk.DiskId, _windows)), "/EFI/Microsoft/Boot/bootmgfw.efi", "/EFI/Boot/bootx64.efi");

        Assert.Equal(
            [
                new DiskPartition(1, 1 << 20, 40 << 20, "c12a7328-f81f-11d2-ba4b-00a0c93ec93b (EFI system)", "FAT32", "SYSTEM", IsBootable: true, Id: _system),
                new DiskPartition(2, 41 << 20, 1 << 20, "e3c9e316-0b5c-4db8-817d-f92df00215ae (Microsoft reserved)", null, null, IsBootable: false, Id: _reserved),
                new DiskPartition(4, 42 << 20, 8 << 20, "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7 (basic data)", "NTFS", "Windows", IsBootable: false, Id: _windows),
            ],
            image.Partitions);
        Assert.Equal((BootWay.Uefi, null, GptDisk.DiskId, 4), (image.Way, image.MbrSignature, image.GptGuid, image.WindowsPartition));
        Assert.Equal(
            [
                "EFI system partition: partition 1", "boot manager: \\EFI\\Microsoft\\Boot\\bootmgfw.efi on partition 1", "boot configuration: \\EFI\\Microsoft\\Boot\\BCD on partition 1",
                "default entry: Windows Server 2012 {500ec897-0b25-449a-8ecd-8d81628baa9c}", $"device: device: partition {_windows} of the disk {GptDisk.DiskId} (partition 4)",
                "winload: \\Windows\\system32\\winload.efi on partition 4", $"device: osdevice: partition {_windows} of the disk {GptDisk.DiskId} (partition 4)",
                "SYSTEM hive: \\Windows\\System32\\config\\SYSTEM on partition 4",
            ],
            image.BootPath.Select(step => $"{step.What}: {step.Where}{step.Problem}{step.Code}"));
        Assert.Equal(9200, image.Version!.Build);
        Assert.NotNull(image.Facts);
        Assert.Empty(image.Notes);
    }

    [Fact]
    public void The_fallback_loader_is_enough()
    {
        var image = Read(new BcdContents(BcdContents.Gpt(GptDisk.DiskId, _windows)), "/EFI/Boot/bootx64.efi");

        Assert.Contains(new BootStep(BootStep.BootManager, "\\EFI\\Boot\\bootx64.efi on partition 1"), image.BootPath);
        Assert.NotNull(image.Facts);
    }

    [Fact]
    public void Without_the_fallback_the_firmware_needs_an_entry()
    {
        var image = Read(new BcdContents(BcdContents.Gpt(GptDisk.DiskId, _windows)), "/EFI/Microsoft/Boot/bootmgfw.efi");

        Assert.Equal("\\EFI\\Boot\\bootx64.efi on partition 1: not found: only a boot entry of the firmware's own starts Windows", Assert.Single(image.Notes));
    }

    [Fact]
    public void A_BCD_of_another_disk_is_a_missing_device()
    {
        var other = new Guid("00000000-0000-0000-0000-00000000dead");
        var image = Read(new BcdContents(BcdContents.Gpt(other, _windows)), "/EFI/Boot/bootx64.efi");

        var step = image.BootPath[^1];
        Assert.Equal((BootStep.Device, 0xc000000eu, $"the disk has the GUID {GptDisk.DiskId}, expected the GUID {other}"), (step.What, step.Code, step.Problem));

        // What is there is shown all the same.
        Assert.Equal(4, image.WindowsPartition);
        Assert.Contains("the boot path does not lead to a Windows; what is said of one is from \\Windows on partition 4", image.Notes);
    }

    [Fact]
    public void A_BIOS_does_not_start_it()
    {
        using var disk = new GptDisk(60, (1, "ef00", _system, 1, new byte[1 << 20]));

        var image = WindowsImage.Read(new MemoryStream(disk.Bytes), BootWay.Bios);

        Assert.Equal("found no boot code, expected the one that starts the active partition", Assert.Single(image.BootPath).Problem);
    }

    private static WindowsImage Read(BcdContents bcd, params string[] loaders)
    {
        using var system = new FatImage(40 << 10, "-F", "-c", "1", "-v", "SYSTEM");
        system.MakeFolder("/EFI").MakeFolder("/EFI/Boot").MakeFolder("/EFI/Microsoft").MakeFolder("/EFI/Microsoft/Boot");
        system.Copy("/EFI/Microsoft/Boot/BCD", (bcd with { Path = "\\Windows\\system32\\winload.efi" }).ToBytes());
        foreach (var loader in loaders)
        {
            system.Copy(loader, "no program"u8);
        }

        using var disk = new GptDisk(
            60, (1, "ef00", _system, 1, system.Bytes), (2, "0c01", _reserved, 41, new byte[1 << 20]), (4, "0700", _windows, 42, WindowsContents.OfWindows("winload.efi").ToNtfs()));
        return WindowsImage.Read(new MemoryStream(disk.Bytes));
    }
}
