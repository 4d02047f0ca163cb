using BootLab.Firmware.Bios;
using BootLab.Testing;

namespace BootLab.Firmware.Tests;

public class LowMemoryTests
{
    [Fact]
    public void AtPowerOnTheDataAreaIsThatOfAPc()
    {
        var memory = LowMemory.PowerOn(128, disks: 2);

        Assert.Equal(0x9fc0, memory.EbdaSegment);
        Assert.Equal(639, memory.BaseMemoryKiB);
        Assert.Equal(2, memory.DiskCount);
        Assert.Equal(1, memory.Bytes.ReadByte(0x9fc00));
        Assert.Equal([0x53, 0xff, 0x00, 0xf0], memory.Bytes.Read(0x60 * 4, 4));
        Assert.Equal((0xf000, 0xe3fe), memory.GetVector(0x13));
    }

    [Fact]
    public void AVectorGoesWhereItIsSet()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);

        memory.SetVector(0x13, 0x9c40, 0x0123);

        Assert.Equal([0x23, 0x01, 0x40, 0x9c], memory.Bytes.Read(0x13 * 4, 4));
        Assert.Equal((0x9c40, 0x0123), memory.GetVector(0x13));
    }

    [Theory]
    [InlineData(128, 0x7fe0000, 0)]
    [InlineData(8192, 0xbffe0000, 0x2_4000_0000)]
    public void TheMapTellsAllOfMemory(int memoryMiB, ulong usableEnd, ulong highEnd)
    {
        var map = LowMemory.PowerOn(memoryMiB, disks: 0).E820;

        Assert.Equal(MemoryRegionKind.Usable, map.KindAt(0x9fbff));
        Assert.Equal(MemoryRegionKind.Reserved, map.KindAt(0x9fc00));
        Assert.Null(map.KindAt(0xa0000));
        Assert.Equal(MemoryRegionKind.Usable, map.KindAt(usableEnd - 1));
        Assert.Equal(MemoryRegionKind.Reserved, map.KindAt(usableEnd));
        Assert.Equal(highEnd != 0, map.KindAt(highEnd - 1) == MemoryRegionKind.Usable);
    }

    [Fact]
    public void TheImageIsTheWholeMiB()
    {
        var memory = LowMemory.PowerOn(128, disks: 1);

        var image = memory.ToImage();

        Assert.Equal(0x100000, image.Length);
        Assert.Equal(1, image[0x475]);
        Assert.Equal(639 % 256, image[0x413]);
    }

    // The table of the captured runs with this build is at 0x9E620 and 40:13 reads 625 (tests/fixtures/ipxe-36a4c85); of the other build only the address is recorded.
    [Theory]
    [InlineData(2019, 0x9e620)]
    [InlineData(2026, 0x9e640)]
    public void IpxePutsItsTableWhereItWasSeen(int year, uint address)
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        var table = File.ReadAllBytes(Repository.Fixture("ipxe-36a4c85", "1nic-1tgt", "table.bin"));

        var reservation = BaseMemoryReservation.Take(memory, year == 2019 ? RomBuild.Ipxe36a4c85 : RomBuild.Ipxe0ab2277c);

        Assert.Equal(address, reservation.Place(table));
        Assert.Equal(625, memory.BaseMemoryKiB);
        Assert.Equal(table, memory.Bytes.Read(address, table.Length));
        Assert.Equal(MemoryRegionKind.Usable, memory.E820.KindAt((625 * 1024) - 1));
        Assert.Null(memory.E820.KindAt(625 * 1024));
        Assert.Null(memory.E820.KindAt(0x9ffff));
    }

    [Fact]
    public void ASecondTableLeavesNothingOfTheFirst()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        var reservation = BaseMemoryReservation.Take(memory, RomBuild.Ipxe36a4c85);
        reservation.Place([.. Enumerable.Repeat((byte)0xaa, 700)]);

        var address = reservation.Place([1, 2, 3]);

        Assert.Equal([1, 2, 3, .. new byte[697]], memory.Bytes.Read(address, 700));
    }

    [Fact]
    public void ReleasingGivesTheMemoryBack()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        var before = memory.E820;

        BaseMemoryReservation.Take(memory, RomBuild.Ipxe36a4c85).Release();

        Assert.Equal(639, memory.BaseMemoryKiB);
        Assert.Equal(before, memory.E820);
    }

    [Fact]
    public void WithAnUnsafeUndiTheMapStays()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        var before = memory.E820;

        BaseMemoryReservation.Take(memory, RomBuild.Ipxe36a4c85, hide: false);

        Assert.Equal(625, memory.BaseMemoryKiB);
        Assert.Equal(before, memory.E820);
    }

    [Theory]
    [InlineData(569, 638, 0x9f800)]
    [InlineData(1025, 637, 0x9f400)]
    public void BootlabsOwnBuildTakesWhatTheTableNeeds(int size, int left, uint address)
    {
        var memory = LowMemory.PowerOn(128, disks: 0);

        var reservation = BaseMemoryReservation.Take(memory, RomBuild.BootLab, size);

        Assert.Equal(address, reservation.Place(new byte[size]));
        Assert.Equal(left, memory.BaseMemoryKiB);
    }

    [Fact]
    public void ATableLargerThanItsRoomIsRefused()
    {
        var reservation = BaseMemoryReservation.Take(LowMemory.PowerOn(128, disks: 0), RomBuild.Ipxe36a4c85);

        var error = Assert.Throws<ArgumentException>(() => reservation.Place(new byte[reservation.TableRoom + 1]));

        Assert.Contains("room for 5600", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanTheBaseMemoryCannotBeTaken()
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        memory.BaseMemoryKiB = 13;

        Assert.Throws<InvalidOperationException>(() => BaseMemoryReservation.Take(memory, RomBuild.Ipxe36a4c85));
    }

    [Fact]
    public void AMachineWithItsTableTakesLessThanTwentyKilobytes()
    {
        var table = File.ReadAllBytes(Repository.Fixture("ipxe-36a4c85", "1nic-1tgt", "table.bin"));
        Boot();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Boot();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000);

        void Boot() => BaseMemoryReservation.Take(LowMemory.PowerOn(128, disks: 0), RomBuild.Ipxe36a4c85).Place(table);
    }
}
