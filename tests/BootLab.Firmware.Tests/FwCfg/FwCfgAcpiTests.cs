using System.Buffers.Binary;
using System.Text;
using BootLab.Firmware.Acpi;
using BootLab.Firmware.FwCfg;
using BootLab.Testing;

namespace BootLab.Firmware.Tests.FwCfg;

public class FwCfgAcpiTests
{
    private static readonly PcPlatform s_pc = new() { MemoryMiB = 128, Processors = 2 };

    [Theory]
    [InlineData("two.bin", true)]
    [InlineData("badck.bin", false)]
    public void A_firmware_that_runs_the_script_leaves_tables_that_an_operating_system_finds(string name, bool isRight)
    {
        var ibft = File.ReadAllBytes(Repository.Fixture("handmade", name));
        var memory = new PhysicalMemory(128 << 20);
        var rsdp = LoaderRun.Execute(FwCfgAcpi.Build(s_pc, ibft), memory);

        var tables = AcpiWalk.Tables(memory, Assert.NotNull(rsdp));
        Assert.Equal(["FACP", "APIC", "iBFT"], tables.Select(table => table.Signature));
        Assert.Equal([true, true, isRight], tables.Select(table => table.ChecksumIsRight));
        Assert.Equal(ibft, memory.Read(tables[2].Address, ibft.Length));

        var fadt = tables[0].Address;
        Assert.Equal("FACS", Text(memory, Pointer(memory, fadt + 36)));
        Assert.Equal(0u, Pointer(memory, fadt + 36) % 64);
        Assert.Equal("DSDT", Text(memory, Pointer(memory, fadt + 40)));
        Assert.Equal(Pointer(memory, fadt + 40), Pointer(memory, fadt + 140));
    }

    [Fact]
    public void The_old_root_table_lists_the_same()
    {
        var memory = new PhysicalMemory(128 << 20);
        var rsdp = LoaderRun.Execute(FwCfgAcpi.Build(s_pc, File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"))), memory)!.Value;
        var listed = AcpiWalk.Tables(memory, rsdp);

        // As revision 0 of the RSDP it leads to the RSDT alone; the first checksum, which covers the revision, has to follow.
        memory.WriteByte(rsdp + 15, 0);
        memory.WriteByte(rsdp + 8, (byte)(memory.ReadByte(rsdp + 8) + 2));
        Assert.Equal(listed, AcpiWalk.Tables(memory, rsdp));
    }

    [Theory]
    [InlineData(PcChipSet.I440Fx)]
    [InlineData(PcChipSet.Q35)]
    public void Iasl_has_nothing_to_say_against_them(PcChipSet chipSet)
    {
        var iasl = Requires.Tool("iasl", "acpica-tools");
        using var folder = new TemporaryFolder();
        var memory = new PhysicalMemory(128 << 20);
        var rsdp = LoaderRun.Execute(FwCfgAcpi.Build(s_pc with { ChipSet = chipSet }, File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"))), memory)!.Value;
        var fadt = AcpiWalk.Tables(memory, rsdp)[0].Address;
        ulong[] addresses = [Pointer(memory, fadt + 40), fadt, AcpiWalk.Tables(memory, rsdp)[1].Address, Pointer(memory, rsdp + 16), Pointer(memory, rsdp + 24)];
        foreach (var (number, address) in addresses.Index())
        {
            var table = folder.Write($"{number}.aml", memory.Read(address, (int)Pointer(memory, address + 4)));
            var read = PeerProcess.Run(iasl, ["-d", table]);
            Assert.True(read.ExitCode == 0, read.Output + read.Error);
            var source = File.ReadAllText(Path.ChangeExtension(table, "dsl"));
            Assert.DoesNotContain("Invalid", source, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Incorrect checksum", source, StringComparison.OrdinalIgnoreCase);
        }

        var compiled = PeerProcess.Run(iasl, ["-p", folder.PathTo("again"), folder.PathTo("0.dsl")]);
        Assert.Contains("0 Errors, 0 Warnings, 0 Remarks", compiled.Output);
        var text = File.ReadAllText(folder.PathTo("0.dsl"));
        Assert.Contains("EisaId (\"PNP0A03\")", text);
        Assert.Contains("WordBusNumber", text);
        Assert.Contains("Name (_PRT, Package (0x80)", text);
    }

    [Fact]
    public void Qemus_own_tables_are_read_the_same_way()
    {
        var ibft = Repository.Fixture("handmade", "two.bin");
        using var qemu = new QemuFwCfg("-M", "pc", "-m", "128", "-acpitable", $"file={ibft}");
        FwCfgFile[] files = [qemu.Read(FwCfgFile.AcpiTables), qemu.Read(FwCfgFile.AcpiRsdp), qemu.Read(FwCfgFile.TableLoader)];
        var memory = new PhysicalMemory(128 << 20);
        var tables = AcpiWalk.Tables(memory, Assert.NotNull(LoaderRun.Execute(files, memory)));

        Assert.Equal(["APIC", "FACP", "HPET", "iBFT", "WAET"], tables.Select(table => table.Signature).Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(tables, table => Assert.True(table.ChecksumIsRight, table.Signature));
        var found = tables.Single(table => table.Signature == "iBFT");
        Assert.Equal(File.ReadAllBytes(ibft), memory.Read(found.Address, (int)found.Length));
        var script = LoaderScript.Read(files[2].Content);
        Assert.DoesNotContain(script, command => command is LoaderCommand.Unknown);
        Assert.Equal(files[2].Content[..(script.Count * LoaderScript.CommandSize)], LoaderScript.Write(script));
    }

    [Fact]
    public void Qemu_hands_out_our_files_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        var files = FwCfgAcpi.Build(s_pc, File.ReadAllBytes(Repository.Fixture("handmade", "badck.bin")));
        var arguments = files.SelectMany((file, number) => new[] { "-fw_cfg", $"name={file.Name},file={folder.Write(number.ToString(), file.Content)}" });
        using var qemu = new QemuFwCfg(["-M", "pc,acpi=off", .. arguments]);
        Assert.All(files, file => Assert.Equal(file.Content, qemu.Read(file.Name).Content));
    }

    [Fact]
    public void A_script_that_leads_astray_is_refused_with_its_place()
    {
        AssertRefused("byte 0x0: found no file etc/table-loader", []);
        AssertRefused("byte 0x0: found the file 'a', expected one of", Script(new LoaderCommand.Allocate("a", 16, LoaderZone.High)));
        AssertRefused("byte 0x0: found 't' with the alignment 3", Script(new LoaderCommand.Allocate("t", 3, LoaderZone.High)));
        AssertRefused("byte 0x80: found 't' with the alignment 1, expected a power of two and each file once", Script(Take(), Take()));
        AssertRefused("byte 0x0: found the file 't', expected one that was placed", Script(new LoaderCommand.AddChecksum("t", 0, 0, 1)));
        AssertRefused("byte 0x80: found 4 bytes at 0x3e of 't'", Script(Take(), new LoaderCommand.AddPointer("t", "t", 62, 4)));
        AssertRefused("byte 0x80: found 4294967295 bytes at 0x2 of 't'", Script(Take(), new LoaderCommand.AddChecksum("t", 0, 2, uint.MaxValue)));

        static LoaderCommand Take() => new LoaderCommand.Allocate("t", 1, LoaderZone.High);

        static FwCfgFile[] Script(params LoaderCommand[] commands) => [new("t", new byte[64]), new(FwCfgFile.TableLoader, LoaderScript.Write(commands))];

        static void AssertRefused(string start, FwCfgFile[] files) =>
            Assert.StartsWith(start, Assert.Throws<FwCfgFormatException>(() => LoaderRun.Execute(files, new PhysicalMemory(4 << 20))).Message);
    }

    [Fact]
    public void Hostile_scripts_are_carried_out_or_refused()
    {
        var files = FwCfgAcpi.Build(s_pc, File.ReadAllBytes(Repository.Fixture("handmade", "two.bin")));
        var random = new Random(20261122);
        for (var round = 0; round < 5_000; round++)
        {
            var script = files[2].Content.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                script[random.Next(script.Length)] = (byte)random.Next(256);
            }

            try
            {
                LoaderRun.Execute([files[0], files[1], files[2] with { Content = script[..^random.Next(3)] }], new PhysicalMemory(16 << 20));
            }
            catch (FwCfgFormatException)
            {
                // Said so.
            }
        }
    }

    private static uint Pointer(PhysicalMemory memory, ulong address) => BinaryPrimitives.ReadUInt32LittleEndian(memory.Read(address, 4));

    private static string Text(PhysicalMemory memory, ulong address) => Encoding.ASCII.GetString(memory.Read(address, 4));
}
