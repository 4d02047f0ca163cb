using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Firmware.Sources;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.Sources;

/// <summary>Memory images: what is found, and who takes which.</summary>
public class MemorySourceTests
{
    private static readonly byte[] s_other = SourceSupport.Handmade("one");

    [Fact]
    public void The_table_of_a_boot_is_found_and_taken_by_all_that_look_at_low_memory()
    {
        var content = TableSources.Read(LowMemoryWith((0x9e620, SourceSupport.Two)));
        var table = Assert.Single(content.Tables);
        Assert.Equal((SourceKind.Memory, 0x9e620UL, "0x9e620"), (content.Kind, table.Address, table.Place));
        Assert.Equal(SourceSupport.Two, table.Bytes.ToArray());
        Assert.Equal([TableReaders.Linux, TableReaders.FreeBsd, TableReaders.Illumos], table.TakenBy);
        Assert.Equal(LowMemoryWith((0x9e620, SourceSupport.Two)), content.Memory!.Bytes.Read(0, 0x100000));
        Assert.False(content.Memory.IsUefi);
    }

    [Fact]
    public void The_first_in_low_memory_hides_the_others()
    {
        var content = TableSources.Read(LowMemoryWith((0x7fff0, s_other), (0x98000, SourceSupport.Handmade("badck")), (0x9e620, SourceSupport.Two)));
        Assert.Equal([0, 3, 0], content.Tables.Select(table => table.TakenBy.Count));
        Assert.Equal(0x98000UL, content.Preferred!.Address);
    }

    [Fact]
    public void Video_memory_is_left_out_by_Linux_alone()
    {
        var content = TableSources.Read(LowMemoryWith((0xb0000, s_other), (0xe0000, SourceSupport.Two)));
        Assert.Equal([TableReaders.FreeBsd, TableReaders.Illumos], content.Tables[0].TakenBy);
        Assert.Equal([TableReaders.Linux], content.Tables[1].TakenBy);
        Assert.Equal(0xe0000UL, content.Preferred!.Address);
    }

    [Fact]
    public void On_UEFI_the_listed_table_is_taken_wherever_it_starts()
    {
        var memory = new AcpiMemory(64, AcpiIdentifiers.Qemu);
        var address = memory.Install(SourceSupport.Two);
        memory.Bytes.Write(0x98000, s_other); // nobody scans there
        using var folder = new TemporaryFolder();
        var path = WriteImage(folder, memory.Bytes);

        var content = TableSources.ReadFile(path);

        Assert.Equal([0x98000UL, address], content.Tables.Select(table => table.Address!.Value));
        Assert.True(content.Memory!.IsUefi);
        Assert.Equal(memory.RsdpAddress, content.Memory.Rsdp);
        Assert.Equal(($"ACPI at 0x{address:x}", true), (content.Tables[1].Place, content.Tables[1].IsListedByAcpi));
        Assert.Equal([TableReaders.Linux, TableReaders.FreeBsd], content.Tables[1].TakenBy);
        Assert.Equal(content.Tables[1], content.Preferred);
        Assert.Equal(SourceSupport.Two, AcpiWalk.Tables(content.Memory.Bytes, memory.RsdpAddress).Select(table => content.Memory.Bytes.Read(table.Address, (int)table.Length)).Single());
    }

    [Fact]
    public void On_a_BIOS_Linux_prefers_low_memory_and_isboot_ACPI()
    {
        var memory = new PhysicalMemory(0x200000);
        Build(memory, listed: 0x1fe1a7d);
        memory.Write(0x9e620, SourceSupport.Two);
        memory.Write(0x1fe1a7d - 0x1e00000, s_other);
        using var folder = new TemporaryFolder();

        var content = TableSources.ReadFile(WriteImage(folder, memory));

        Assert.Equal([0x9e620UL, 0x1e1a7d], content.Tables.Select(table => table.Address!.Value));
        Assert.False(content.Memory!.IsUefi);
        Assert.Equal([TableReaders.Linux, TableReaders.Illumos], content.Tables[0].TakenBy);
        Assert.Equal([TableReaders.FreeBsd], content.Tables[1].TakenBy);

        static void Build(PhysicalMemory memory, ulong listed)
        {
            var rsdt = Rsdt.Build(AcpiIdentifiers.Qemu, [listed - 0x1e00000]);
            memory.Write(0x1f0000, rsdt);
            memory.Write(0xf0000, Rsdp.Build("BOCHS ", 0x1f0000, 0));
        }
    }

    [Fact]
    public void Bytes_and_a_mapped_file_give_the_same()
    {
        var image = LowMemoryWith((0x98000, s_other), (0x9e620, SourceSupport.Two));
        using var folder = new TemporaryFolder();
        var (mapped, held) = (TableSources.ReadFile(folder.Write("memory.bin", image)), TableSources.Read(image));
        Assert.Equal(held.Tables.Select(table => (table.Address, Convert.ToHexString(table.Bytes.Span))), mapped.Tables.Select(table => (table.Address, Convert.ToHexString(table.Bytes.Span))));
    }

    [Fact]
    public void Memory_without_a_table_has_none()
    {
        var content = TableSources.Read(LowMemoryWith());
        Assert.Empty(content.Tables);
        Assert.Null(content.Preferred);
        Assert.NotNull(content.Memory);
    }

    [Fact]
    public void A_table_is_taken_from_the_place_that_is_named()
    {
        var image = LowMemoryWith((0x98001, SourceSupport.Two));
        Assert.Empty(TableSources.Read(image).Tables);
        Assert.Equal(SourceSupport.Two, TableSources.Read(image, new SourceOptions { At = 0x98001 }).Tables.Single().Bytes.ToArray());
        Assert.Contains("found 0x100000 bytes", Assert.Throws<SourceFormatException>(() => TableSources.Read(image, new SourceOptions { At = 0x100000 })).Message);
    }

    [Fact]
    public void Signatures_without_end_cost_neither_memory_nor_time()
    {
        var image = new byte[0x400000];
        for (var at = 0; at < image.Length; at += 16)
        {
            "iBFT"u8.CopyTo(image.AsSpan(at));
        }

        var content = TableSources.Read(image);
        Assert.Equal(1000, content.Tables.Count);
        Assert.Equal(0x80000UL, content.Preferred!.Address);
    }

    [Theory]
    [InlineData("badck", SourceKind.Raw)]
    [InlineData("trunc", SourceKind.Raw)]
    [InlineData("IBFT", SourceKind.Raw)]
    public void A_table_by_itself_is_raw(string name, SourceKind kind)
    {
        var content = TableSources.Read(SourceSupport.Handmade(name));
        Assert.Equal((kind, SourceSupport.Handmade(name).Length), (content.Kind, content.Tables.Single().Bytes.Length));
        Assert.Null(content.Memory);
    }

    [Fact]
    public void A_table_with_a_broken_signature_is_raw_too()
    {
        byte[] broken = [.. "XBFT"u8, .. SourceSupport.Two[4..]];
        var content = TableSources.Read(broken);
        Assert.Equal((SourceKind.Raw, false), (content.Kind, content.Tables.Single().IsPlausible));
        Assert.Equal(broken, content.Tables.Single().Bytes.ToArray());
    }

    [Fact]
    public void A_folder_of_ACPI_tables_gives_each_iBFT_in_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("iBFT1", SourceSupport.Two);
        folder.Write("iBFT2", s_other);
        folder.Write("APIC", "APIC"u8);
        Assert.Equal(["iBFT1", "iBFT2"], TableSources.ReadFile(folder.Root).Tables.Select(table => table.Place));
    }

    [Fact]
    public void Hostile_tables_are_read_or_refused() => SourceSupport.Fuzz(SourceSupport.Two, seed: 31);

    [Fact]
    public void Hostile_memory_is_read()
    {
        var memory = new PhysicalMemory(0x1000);
        memory.Write(0x10, Rsdp.Build("BOCHS ", 0, 0x100));
        memory.Write(0x100, Xsdt.Build(AcpiIdentifiers.Qemu, [0x401, 0x801]));
        memory.Write(0x401, SourceSupport.Two);
        memory.Write(0x800, s_other);
        SourceSupport.Fuzz(memory.Read(0, 0x1000), seed: 32, SourceKind.Memory);
    }

    private static byte[] LowMemoryWith(params (uint Address, byte[] Table)[] tables)
    {
        var memory = LowMemory.PowerOn(128, disks: 0);
        foreach (var (address, table) in tables)
        {
            memory.Bytes.Write(address, table);
        }

        return memory.ToImage();
    }

    private static string WriteImage(TemporaryFolder folder, PhysicalMemory memory)
    {
        var path = folder.PathTo("memory.bin");
        using var file = File.Create(path);
        memory.CopyTo(file, 0, memory.Size);
        return path;
    }
}
