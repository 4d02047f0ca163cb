using BootLab.Firmware;
using BootLab.Firmware.Acpi;
using BootLab.Machine;
using BootLab.Os.Linux;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Linux;

/// <summary>Which of several tables Linux takes.</summary>
public sealed class LinuxFinderTests
{
    private static readonly byte[] _table = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    [Theory]
    [InlineData(0x7fff0, false)]
    [InlineData(0x80000, true)]
    [InlineData(0x9a000, true)]
    [InlineData(0x9a008, false)] // not on a multiple of 16
    [InlineData(0xa0000, false)] // video memory
    [InlineData(0xbfff0, false)]
    [InlineData(0xc0000, true)]
    [InlineData(0xffe00, true)]
    [InlineData(0xffe10, false)] // ends behind 0xFFFFF
    public void Where_a_BIOS_machine_is_searched(uint address, bool isFound)
    {
        var memory = new PhysicalMemory(0x200000);
        memory.Write(address, _table);
        Assert.Equal(isFound ? new FoundTable(address, IsByAcpi: false) : null, LinuxFinder.Find(new BootMemory(FirmwareKind.Bios, memory)));
    }

    [Fact]
    public void The_last_byte_must_lie_below_0xFFFFF()
    {
        var memory = new PhysicalMemory(0x100000);
        memory.Write(0xff000, [.. "iBFT"u8, 0xff, 0x0f, 0, 0]);
        Assert.Equal(0xff000u, LinuxFinder.Find(new BootMemory(FirmwareKind.Bios, memory))?.Address);
        memory.Write(0xff000, [.. "iBFT"u8, 0x00, 0x10, 0, 0]);
        Assert.Null(LinuxFinder.Find(new BootMemory(FirmwareKind.Bios, memory)));
    }

    [Theory]
    [InlineData("iBFT", true, true)]
    [InlineData("BIFT", true, true)]
    [InlineData("IBFT", false, true)]
    [InlineData("ibft", false, false)]
    public void Signatures(string signature, bool inLowMemory, bool byAcpi)
    {
        byte[] table = [.. System.Text.Encoding.ASCII.GetBytes(signature), .. _table[4..]];
        Assert.Equal(inLowMemory, LinuxFinder.Find(PlacedTable.InLowMemory(table)) is not null);
        Assert.Equal(byAcpi, LinuxFinder.Find(PlacedTable.ByAcpi(table, FirmwareKind.Bios)) is not null);
    }

    [Fact]
    public void A_stale_table_without_a_right_checksum_hides_the_good_one()
    {
        byte[] stale = [.. _table];
        stale[9]++;
        var memory = new PhysicalMemory(0x100000);
        memory.Write(0x90000, stale);
        memory.Write(0x9a000, _table);

        var reading = new LinuxKernel(LinuxVersion.Observed).Read(new BootMemory(FirmwareKind.Bios, memory));

        Assert.Equal((0x90000ul, Refusal.Checksum), (reading.Address, reading.Refusal));
        Assert.Equal(["iBFT found at 0x0000000000090000."], reading.SearchMessages);
    }

    [Fact]
    public void Low_memory_comes_before_ACPI_on_a_BIOS_and_does_not_count_on_UEFI()
    {
        var acpi = PlacedTable.ByAcpi(_table, FirmwareKind.Bios);
        acpi.Bytes.Write(0x9a000, _table);
        Assert.Equal(new FoundTable(0x9a000, IsByAcpi: false), LinuxFinder.Find(acpi));
        Assert.True(LinuxFinder.Find(acpi with { Firmware = FirmwareKind.Uefi })!.IsByAcpi);
        Assert.Null(LinuxFinder.Find(acpi with { Firmware = FirmwareKind.Uefi, Rsdp = null }));
    }

    [Fact]
    public void By_ACPI_capitals_come_first_whatever_the_order_of_the_list()
    {
        var memory = new AcpiMemory(64, AcpiIdentifiers.Qemu);
        memory.Install([.. "BIFT"u8, .. _table[4..]]);
        memory.Install(_table);
        var capitals = memory.Install([.. "IBFT"u8, .. _table[4..]]);
        Assert.Equal(new FoundTable(capitals, IsByAcpi: true), LinuxFinder.Find(new BootMemory(FirmwareKind.Uefi, memory.Bytes) { Rsdp = memory.RsdpAddress }));
    }

    [Fact]
    public void A_damaged_root_pointer_is_no_ACPI()
    {
        var memory = PlacedTable.ByAcpi(_table, FirmwareKind.Uefi);
        memory.Bytes.WriteByte(memory.Rsdp!.Value, (byte)'X');
        Assert.Null(LinuxFinder.Find(memory));
    }

    [Theory]
    [InlineData(FirmwareKind.Bios)]
    [InlineData(FirmwareKind.Uefi)]
    public void A_saved_memory_image_is_searched_for_its_root_pointer(FirmwareKind firmware)
    {
        var original = PlacedTable.ByAcpi(_table, FirmwareKind.Uefi);
        if (firmware == FirmwareKind.Bios)
        {
            original.Bytes.Write(0xf5ad0, original.Bytes.Read(original.Rsdp!.Value, 36));
            original = original with { Firmware = firmware, Rsdp = 0xf5ad0 };
        }

        using var image = new MemoryStream();
        original.Bytes.CopyTo(image, 0, original.Bytes.Size);
        image.Position = 0;
        var memory = BootMemory.FromImage(image, firmware);

        Assert.Equal(original.Rsdp, memory.Rsdp);
        Assert.Equal(LinuxFinder.Find(original), LinuxFinder.Find(memory));
    }
}
