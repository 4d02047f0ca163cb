using System.Net;
using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Machine;
using BootLab.Rom;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>Drive numbers as the BIOS counts them, and what is found on the drives.</summary>
public class DriveTests
{
    [Theory]
    [InlineData(0, "0x80", 1)]
    [InlineData(1, "0x80", 2)]
    [InlineData(0, "0x81 0x80", 3)]
    [InlineData(0, "0x8a 0x8b", 12)]
    [InlineData(1, "0xff", 2)]
    [InlineData(0, "0x00", 0)]
    public void Attaching_raises_the_count_at_40_75(int localDisks, string drives, int count)
    {
        var hooks = drives.Split(' ').Select(drive => $"sanhook --no-describe --drive {drive} {SanLab.Disk}");
        var run = new SanLab { LocalDisks = localDisks, Script = "dhcp net1\n" + string.Join('\n', hooks) }.Run();
        Assert.Equal(BootOutcomeKind.Attached, run.Outcome.Kind);
        Assert.Equal(count, run.Memory.Low!.DiskCount);
    }

    [Theory]
    [InlineData("0xff", 2, "0x82")]
    [InlineData("0x7f", 2, "0x00")]
    public void A_number_of_7f_asks_for_the_next_free_one(string asked, int localDisks, string given) => Assert.Contains(
        $"Registered SAN device {given}\n",
        new SanLab { LocalDisks = localDisks, Script = $"dhcp net1\nsanhook --drive {asked} {SanLab.Disk}" }.Run().Journal.Console,
        StringComparison.Ordinal);

    [Fact]
    public void A_drive_number_that_is_taken_is_refused() =>
        Assert.Equal(0x03232019u, new SanLab { Script = $"dhcp net1\nsanhook {SanLab.Disk}\nsanhook {SanLab.Disk}" }.Run().Outcome.ErrorCode);

    [Fact]
    public void The_setting_san_drive_names_the_drive() =>
        Assert.Contains("Registered SAN device 0x85", new SanLab { Script = $"dhcp net1\nset san-drive 0x85\nsanhook {SanLab.Disk}" }.Run().Journal.Console, StringComparison.Ordinal);

    [Theory]
    [InlineData("ipxe-2024-03-04", 0x1d852039)]
    [InlineData("ipxe-2024-03-05", 0)]
    public void The_natural_number_of_an_earlier_drive_hid_the_one_to_boot_until_2024_03_05(string producer, uint error)
    {
        var run = new SanLab { Producer = producer, Script = $"dhcp net1\nsanhook --drive 0x81 {SanLab.Disk}\nsanboot --drive 0x80 {SanLab.Disk}" }.Run();
        Assert.Equal(error, run.Outcome.ErrorCode ?? 0);
        Assert.Equal(error == 0 ? BootOutcomeKind.Booted : BootOutcomeKind.Attached, run.Outcome.Kind);
    }

    [Theory]
    [InlineData(4 << 20, true)] // smaller than a cylinder of 255 heads and 63 sectors
    [InlineData(64 << 20, false)] // no 55 AA
    public void A_disk_that_cannot_be_booted_fails_with_one_and_the_same_error(long size, bool bootable)
    {
        var run = new SanLab { Targets = [SanLab.Target(SanLab.Iqn, "10.0.3.2:3260", size, bootable)], Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal((BootOutcomeKind.Failed, 0x1d852039u), (run.Outcome.Kind, run.Outcome.ErrorCode));
        Assert.Contains("Boot from SAN device 0x80 failed: Input/output error (http://ipxe.org/1d852039)", run.Journal.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void gPXE_always_takes_the_next_free_drive_and_has_words_of_its_own()
    {
        var run = new SanLab { Producer = "gpxe-1.0.0", LocalDisks = 1, Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal(BootOutcomeKind.Booted, run.Outcome.Kind);
        Assert.Contains("Registered as BIOS drive 0x81\nBooting from BIOS drive 0x81\n", run.Journal.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void UEFI_without_a_system_partition_says_so_with_its_own_number()
    {
        var run = new SanLab { Firmware = FirmwareKind.Uefi, Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal((BootOutcomeKind.Failed, 0x7f22208eu), (run.Outcome.Kind, run.Outcome.ErrorCode));
    }

    [Theory]
    [InlineData(512, 0x88, BootOutcomeKind.Booted)]
    [InlineData(2048, 0x88, BootOutcomeKind.Booted)]
    [InlineData(512, 0x00, BootOutcomeKind.Failed)]
    public void A_CD_is_booted_through_El_Torito_whatever_the_block_size(int blockSize, byte indicator, BootOutcomeKind kind)
    {
        var run = new SanLab { Targets = [], Arrange = world => Serve(world, new MemoryBlockStore(Cd(indicator), blockSize)), Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal(kind, run.Outcome.Kind);
        Assert.Equal(kind == BootOutcomeKind.Booted ? null : 0x1d852039u, run.Outcome.ErrorCode);
    }

    [Fact]
    public void A_disk_of_4096_byte_blocks_cannot_be_read_by_the_BIOS()
    {
        var disk = new byte[64 << 20];
        (disk[510], disk[511]) = (0x55, 0xaa);
        var run = new SanLab { Targets = [], Arrange = world => Serve(world, new MemoryBlockStore(disk, 4096)), Script = $"dhcp net1\nsanboot {SanLab.Disk}" }.Run();
        Assert.Equal(0x1d852039u, run.Outcome.ErrorCode);
    }

    private static void Serve(LabWorld world, IBlockStore disk) => FailureTests.Serve(
        world, IPEndPoint.Parse("10.0.3.2:3260"), new TargetOptions { Name = SanLab.Iqn, Luns = new Dictionary<ushort, IBlockStore> { [1] = disk } });

    /// <summary>A CD with a volume descriptor, a boot record, and a catalogue whose one entry has that boot indicator.</summary>
    private static byte[] Cd(byte indicator)
    {
        const int Sector = 2048;
        var cd = new byte[1 << 20];
        "\u0001CD001\u0001"u8.CopyTo(cd.AsSpan(16 * Sector));
        var record = cd.AsSpan(17 * Sector);
        var catalogue = cd.AsSpan(18 * Sector);
        "\0CD001\u0001EL TORITO SPECIFICATION"u8.CopyTo(record);
        record[0x47] = 18;
        (catalogue[0], catalogue[30], catalogue[31]) = (1, 0x55, 0xaa);
        // The words of the validation entry sum up to 0.
        (catalogue[28], catalogue[29]) = (0xaa, 0x55);
        catalogue[32] = indicator;
        (catalogue[32 + 6], catalogue[32 + 8]) = (4, 19);
        return cd;
    }
}
