using System.Net.NetworkInformation;
using System.Text;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Testing;
using BootLab.Vm.Emission;
using Xunit;

namespace BootLab.Vm.Tests;

public sealed class EmissionTests
{
    private static readonly byte[] s_two = File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    private static readonly MachineSpec s_machine = new()
    {
        MemoryMiB = 256,
        Nics =
        [
            new NicSpec { Name = "san", Mac = PhysicalAddress.Parse("52:54:00:00:08:41"), Pci = PciAddress.Parse("08:04.1"), Network = "san" },
            new NicSpec { Name = "lan", Mac = PhysicalAddress.Parse("52:54:00:00:08:40"), Pci = PciAddress.Parse("08:04.0") },
        ],
    };

    [Fact]
    public void Every_kind_says_what_it_is_for() => Assert.All(EmissionKind.All, kind => Assert.NotEmpty(Emit(kind.Name, s_two).Notes));

    [Fact]
    public void Hexadecimal_digits_are_the_bytes_again()
    {
        var text = Emit("hex", s_two).Text!;
        Assert.StartsWith("69 42 46 54 fb 01 00 00", text, StringComparison.Ordinal);
        Assert.Equal(s_two, Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit))));
    }

    [Fact]
    public void An_acpi_table_is_the_file_as_it_is()
    {
        var emitted = Emit("acpi", s_two, "out,1/my table.bin");
        Assert.Equal("-acpitable file='out,,1/my table.bin'\n", emitted.Text);
        Assert.Equal(s_two, Assert.Single(emitted.Files).Content);
    }

    [Theory]
    [InlineData("badck.bin", "checksum")]
    [InlineData("trunc.bin", "bytes")]
    public void What_qemu_repairs_is_named(string name, string what)
    {
        var repaired = Emit("acpi", File.ReadAllBytes(Repository.Fixture("handmade", name))).Notes.Where(note => note.StartsWith("In this table QEMU will repair", StringComparison.Ordinal));
        Assert.Contains(repaired, note => note.Contains(what, StringComparison.Ordinal));
        Assert.DoesNotContain(Emit("acpi", s_two).Notes, note => note.Contains("will repair", StringComparison.Ordinal));
    }

    [Fact]
    public void The_loader_gets_a_place_that_survives()
    {
        Assert.Equal("-device loader,file=ibft.bin,addr=0x9a000,force-raw=on\n", Emit("lowmem", s_two).Text);
        Assert.Contains("addr=0x90000", Emit("lowmem", new byte[0x2401]).Text);
        Assert.Contains("addr=0x9f800", Emit("lowmem", s_two, address: 0x9f800).Text);
        Assert.Contains("addr=0x98000", Emit("lowmem", s_two, address: 0x98000).Text);
    }

    [Theory]
    [InlineData(0x9a008, 507, "multiple of 16")]
    [InlineData(0x7f000, 507, "look from 0x80000")]
    [InlineData(0x80000, 507, "SeaBIOS")]
    [InlineData(0x8ff00, 507, "SeaBIOS")]
    [InlineData(0x9fc00, 507, "EBDA")]
    [InlineData(0x9fa10, 507, "EBDA begins")]
    [InlineData(0xa0000, 507, "video")]
    [InlineData(0xc8000, 507, "option ROM")]
    [InlineData(0xf0000, 507, "BIOS")]
    [InlineData(0x100000, 507, "below 1 MiB")]
    [InlineData(0x90000, 0xfc10, "EBDA begins")]
    public void A_place_where_a_table_is_lost_is_refused_with_the_reason(int address, int size, string reason) =>
        Assert.Contains(reason, Assert.Throws<EmissionException>(() => Emit("lowmem", new byte[size], address: (uint)address)).Message);

    [Fact]
    public void What_stands_against_a_place_that_works_is_noted()
    {
        Assert.Contains(Emit("lowmem", s_two, address: 0x9f000).Notes, note => note.Contains("iPXE", StringComparison.Ordinal));
        Assert.DoesNotContain(Emit("lowmem", s_two).Notes, note => note.Contains("iPXE", StringComparison.Ordinal));
        Assert.Contains(Emit("lowmem", File.ReadAllBytes(Repository.Fixture("handmade", "IBFT.bin"))).Notes, note => note.Contains("signed IBFT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("two.bin", 0)]
    [InlineData("badck.bin", 1)]
    public void The_archive_in_front_of_an_initrd_holds_the_table_signed_in_capitals(string name, int sum)
    {
        var table = File.ReadAllBytes(Repository.Fixture("handmade", name));
        var archive = Assert.Single(Emit("initrd", table).Files).Content;
        Assert.Equal(0, archive.Length % 4);
        var at = archive.AsSpan().IndexOf("kernel/firmware/acpi/ibft.aml\0"u8);
        var content = archive.AsSpan((at + 30 + 3) & ~3, table.Length).ToArray();
        Assert.Equal("IBFT", Encoding.ASCII.GetString(content, 0, 4));
        Assert.Equal(sum, IbftChecksum.Sum(content));
        Assert.Equal(table[10..], content[10..]);
    }

    [Fact]
    public void The_defines_are_the_values()
    {
        var text = Emit("c-header", File.ReadAllBytes(Repository.Fixture("handmade", "chap.bin"))).Text!;
        var two = Emit("c-header", s_two).Text!;
        Assert.Contains("#define IBFT_FIXED_NICS 2\n", two);
        Assert.Contains("#define IBFT_FIXED_NIC0_MAC { 0x52, 0x54, 0x00, 0x00, 0x08, 0x40 }\n", two);
        Assert.Contains("#define IBFT_FIXED_NIC1_PCI_BUS_DEV_FUNC 0x0821\n", two);
        Assert.Contains("#define IBFT_FIXED_NIC1_INDEX 1\n", two);
        Assert.Contains("#define IBFT_FIXED_NIC0_HOSTNAME \"boot1\"\n", two);
        Assert.Contains("#define IBFT_FIXED_TARGET0_PORT 3260\n", two);
        Assert.DoesNotContain("NIC1_HOSTNAME", two);
        Assert.Matches("#define IBFT_FIXED_TARGET0_CHAP_SECRET \"[^\"]+\"\n", text);
    }

    [Fact]
    public void The_machine_of_a_lab_is_a_command_line()
    {
        var emitted = Emit("qemu", s_two);
        Assert.Equal(
            """
            qemu-system-x86_64 \
              -accel tcg \
              -cpu qemu64 \
              -M pc,graphics=off \
              -m 256 \
              -display none \
              -nodefaults \
              -no-user-config \
              -no-reboot \
              -device pci-bridge,id=bus1,bus=pci.0,addr=2.0,chassis_nr=1,shpc=off,multifunction=on \
            """,
            string.Join('\n', emitted.Text!.Split('\n').Take(10)));
        Assert.EndsWith(
            """
              -netdev hubport,id=net0,hubid=0 \
              -device e1000,netdev=net0,bus=bus8,addr=4.0,multifunction=on,mac=52:54:00:00:08:40,romfile= \
              -netdev user,id=net1 \
              -device e1000,netdev=net1,bus=bus8,addr=4.1,multifunction=on,mac=52:54:00:00:08:41,romfile= \
              -serial mon:stdio \
              -device loader,file=ibft.bin,addr=0x9a000,force-raw=on

            """,
            emitted.Text,
            StringComparison.Ordinal);
        Assert.Contains(emitted.Notes, note => note.EndsWith("set_link net0 off", StringComparison.Ordinal));
    }

    [Fact]
    public void A_string_of_any_bytes_is_a_literal_of_them()
    {
        var table = s_two.ToArray();
        var at = table.AsSpan().IndexOf("boot1"u8);
        "\"\\?\n7"u8.CopyTo(table.AsSpan(at));
        Assert.Contains("""_HOSTNAME "\"\\\077\0127" """.TrimEnd() + "\n", Emit("c-header", table).Text);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("fw-cfg")]
    public void Secrets_are_pointed_out(string kind)
    {
        Assert.Contains(Emit(kind, File.ReadAllBytes(Repository.Fixture("handmade", "chap.bin"))).Notes, note => note.Contains("CHAP secrets", StringComparison.Ordinal));
        Assert.DoesNotContain(Emit(kind, s_two).Notes, note => note.Contains("CHAP secrets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_size_that_no_table_has_is_refused(int size) =>
        Assert.All(EmissionKind.All, kind => Assert.Throws<EmissionException>(() => Emit(kind.Name, new byte[size])));

    [Fact]
    public void Any_bytes_are_emitted_or_refused()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 2_000; round++)
        {
            var table = s_two.ToArray();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                table[random.Next(table.Length)] = (byte)random.Next(256);
            }

            foreach (var kind in EmissionKind.All)
            {
                try
                {
                    Emit(kind.Name, table[..random.Next(1, table.Length + 1)]);
                }
                catch (EmissionException)
                {
                    // Said so.
                }
            }
        }
    }

    private static Emitted Emit(string kind, byte[] table, string path = "ibft.bin", uint? address = null) =>
        EmissionKind.All.Single(one => one.Name == kind).Emit(new EmissionRequest(table, path) { Address = address, Machine = s_machine });
}
