using BootLab.Disk.Windows;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>Disks that a BIOS starts: master boot record, active partition, bootmgr, BCD, winload, SYSTEM hive; and what becomes of them when one piece is missing or wrong.</summary>
public sealed class WindowsBiosTests
{
    private const int Start = DiskBuilder.MiB;
    private const string System = WindowsContents.SystemHive;
    private static readonly BcdContents _bcd = new(BcdContents.Mbr(DiskBuilder.Signature, Start));

    /// <summary>What differs from a sound disk; the step that then fails, its problem and the loader's code.</summary>
    private static readonly (string Name, Func<WindowsContents> Contents, string Step, string Problem, uint? Code)[] _broken =
    [
        ("no bootmgr", () => Sound().Without("bootmgr"), BootStep.BootManager, "not found", null),
        ("bootmgr is a folder", () => Sound().Without("bootmgr").With("bootmgr/file", []), BootStep.BootManager, "found a directory", null),
        ("no BCD", () => Sound().Without("Boot/BCD"), BootStep.BootConfiguration, "not found", 0xc000000f),
        ("BCD is no hive", () => Sound().With("Boot/BCD", new byte[5000]), BootStep.BootConfiguration, "expected 'regf'", 0xc000014c),
        ("BCD is another hive", () => Sound().With("Boot/BCD", WindowsContents.Software()), BootStep.BootConfiguration, "found no key 'Objects'", 0xc000014c),
        ("no entry", () => WithBcd(_bcd with { HasDefault = false }), BootStep.DefaultEntry, "found no default entry", null),
        ("another disk", () => WithBcd(new(BcdContents.Mbr(0xdeadbeef, Start))), BootStep.Device, "the disk has the signature 12345678, expected the signature deadbeef", 0xc000000e),
        ("another place", () => WithBcd(new(BcdContents.Mbr(DiskBuilder.Signature, 2 * Start))), BootStep.Device, "no partition starts at byte 2097152", 0xc000000e),
        ("a GPT disk", () => WithBcd(new(BcdContents.Gpt(GptDisk.DiskId, Guid.NewGuid()))), BootStep.Device, "the disk has a master boot record", 0xc000000e),
        ("no device", () => WithBcd(_bcd with { Device = null }), BootStep.Device, "the entry has no device", 0xc0000225),
        ("no osdevice", () => WithBcd(_bcd with { OsDevice = null }), BootStep.Device, "the entry has no osdevice", 0xc0000225),
        ("nowhere to locate", () => WithBcd(_bcd with { OsDevice = BcdContents.OfKind(8), SystemRoot = "\\Other" }), BootStep.Device, "no partition has \\Other\\System32", 0xc000000e),
        ("no path", () => WithBcd(_bcd with { Path = null }), BootStep.Winload, "the entry has no path", null),
        ("no systemroot", () => WithBcd(_bcd with { SystemRoot = null }), BootStep.Winload, "the entry has no systemroot", null),
        ("no winload", () => Sound().Without("Windows/system32/winload.exe"), BootStep.Winload, "not found", 0xc000000f),
        ("no SYSTEM hive", () => Sound().Without(System), BootStep.SystemHive, "not found", 0xc000000f),
        ("SYSTEM is cut off", () => Sound().With(System, WindowsContents.System().AsSpan(0, 3000)), BootStep.SystemHive, "found 3000 bytes", 0xc000014c),
        ("no control set", () => Sound().With(System, WindowsContents.System(current: 7)), BootStep.SystemHive, "found no control set that Select\\Current names", null),
    ];

    public static TheoryData<string> Broken => [.. _broken.Select(one => one.Name)];

    [Fact]
    public void A_sound_disk_leads_to_its_Windows()
    {
        var image = Read(Sound());

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

    [Theory]
    [MemberData(nameof(Broken))]
    public void The_first_step_that_fails_says_why(string name)
    {
        var expected = _broken.Single(one => one.Name == name);

        var failed = Read(expected.Contents()).BootPath[^1];

        Assert.Equal((expected.Step, expected.Code), (failed.What, failed.Code));
        Assert.Contains(expected.Problem, failed.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    public void Boot_and_locate_find_their_partition(byte kind)
    {
        var image = Read(WithBcd(new(BcdContents.OfKind(kind))));

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.NotNull(image.Facts);
    }

    [Fact]
    public void A_RAM_disk_is_not_followed_and_no_problem()
    {
        var image = Read(WithBcd(new(BcdContents.OfKind(0))));

        Assert.Equal(new BootStep(BootStep.Device, "device: device of kind Disk"), image.BootPath[^1]);
        Assert.Contains("device: device of kind Disk: such devices are not followed (a RAM disk with Windows PE, a virtual disk in a file)", image.Notes);
    }

    [Fact]
    public void Boot_files_and_Windows_may_be_on_two_partitions()
    {
        var windows = 9 * DiskBuilder.MiB;
        var boot = new WindowsContents().With("bootmgr", [1]).With("Boot/BCD", new BcdContents(BcdContents.Mbr(DiskBuilder.Signature, windows)).ToBytes());

        var image = WindowsImage.Read(new DiskBuilder(20).Add(7, Start, boot.ToNtfs(label: "System Reserved"), active: true).Add(7, windows, WindowsContents.OfWindows("winload.exe").ToNtfs()).Open());

        Assert.All(image.BootPath, step => Assert.Null(step.Problem));
        Assert.Equal((2, "System Reserved"), (image.WindowsPartition, image.Partitions[0].Label));
        Assert.True(image.HasFile("\\Windows\\System32\\config\\SYSTEM"));
        Assert.False(image.HasFile("\\bootmgr"));
    }

    [Fact]
    public void A_Windows_to_which_nothing_leads_is_shown_all_the_same()
    {
        var image = WindowsImage.Read(new DiskBuilder(10).Add(7, Start, Sound().ToNtfs()).Open());

        Assert.Equal(new BootStep(BootStep.ActivePartition, "partition table", "none is active, expected one"), image.BootPath[^1]);
        Assert.NotNull(image.Facts);
        Assert.Contains("the boot path does not lead to a Windows; what is said of one is from \\Windows on partition 1", image.Notes);
    }

    [Fact]
    public void Changes_in_transaction_logs_are_noticed()
    {
        var image = Read(Sound().With(System, Dirty()).With($"{System}.LOG1", new byte[20480]).With($"{System}.LOG2", []));

        Assert.NotNull(image.Facts);
        Assert.Equal(
            "\\Windows\\System32\\config\\SYSTEM on partition 1: byte 0x4: found the sequence numbers 2 and 1, expected two equal ones: changes are still in the transaction logs; "
                + "beside it .LOG1 (20480 bytes), not applied here: Windows may start with other values",
            Assert.Single(image.Notes));
    }

    [Fact]
    public void A_volume_that_was_not_put_away_is_noticed()
    {
        var volume = Sound().ToNtfs();
        SetDirtyFlag(volume);

        var image = WindowsImage.Read(new DiskBuilder(10).Add(7, Start, volume, active: true).Open());

        Assert.Equal("partition 1 was not put away in order (NTFS dirty flag): its journal is not replayed, Windows checks it at its next start", Assert.Single(image.Notes));
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

    private static WindowsContents Sound() => WindowsContents.ForBios(_bcd);

    private static WindowsContents WithBcd(BcdContents bcd) => WindowsContents.ForBios(bcd);

    private static WindowsImage Read(WindowsContents contents) => WindowsImage.Read(new DiskBuilder(10).Add(7, Start, contents.ToNtfs(), active: true).Open());

    // The first sequence number is one ahead; the checksum is an exclusive or, so the same bits change there.
    private static byte[] Dirty()
    {
        var hive = WindowsContents.System();
        var before = hive[4]++;
        hive[508] ^= (byte)(before ^ hive[4]);
        return hive;
    }

    // The flags of $VOLUME_INFORMATION (type 70h), the third record of the table.
    private static void SetDirtyFlag(byte[] volume)
    {
        var cluster = volume[13] * 512;
        var record = (BitConverter.ToInt32(volume, 48) * cluster) + (3 * 1024);
        var attribute = record + BitConverter.ToUInt16(volume, record + 20);
        while (BitConverter.ToInt32(volume, attribute) != 0x70)
        {
            attribute += BitConverter.ToInt32(volume, attribute + 4);
        }

        volume[attribute + BitConverter.ToUInt16(volume, attribute + 20) + 10] |= 1;
    }
}
