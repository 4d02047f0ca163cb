using System.Buffers.Binary;
using System.Text;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Linux;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Linux;

/// <summary>What the module makes of tables with something odd in them. The table is tests/fixtures/handmade/two.bin: initiator at 0x50, NIC 0 at 0xa0, NIC 1 at 0x110, target at 0x180, strings from 0x1c0.</summary>
public sealed class LinuxKernelTests
{
    private const int Control = IbftOffsets.Control.Position;
    private const int Nic0 = 0xa0;
    private const int Nic1 = 0x110;
    private const int Target = 0x180;

    [Fact]
    public void One_index_twice_tears_everything_down()
    {
        var reading = Read(table => table[Nic1 + IbftOffsets.StructureHeader.Index] = 0);
        Assert.Equal((ConsumerOutcome.Rejected, Refusal.SameFolder), (reading.Outcome, reading.Refusal));
        Assert.Contains("sysfs: cannot create duplicate filename '/firmware/ibft/ethernet0'", reading.Messages);
        Assert.Empty(reading.Tree.Entries);
        Assert.Equal([StructureFate.TornDown, StructureFate.TornDown, StructureFate.TornDown, StructureFate.Collision], reading.Structures.Select(structure => structure.Fate));
    }

    [Fact]
    public void An_offset_named_twice_tears_everything_down() =>
        Assert.Equal(Refusal.SameFolder, Read(table => Write16(table, Control + IbftOffsets.Control.Target1, Target)).Refusal);

    [Fact]
    public void A_NIC_in_a_targets_field_is_shown() =>
        Assert.NotNull(Read(table =>
        {
            Write16(table, Control + IbftOffsets.Control.Target1, Nic1);
            Write16(table, Control + IbftOffsets.Control.Nic1, 0);
        }).Tree["ethernet1/mac"]);

    [Theory]
    [InlineData(1, StructureFate.Ignored)]
    [InlineData(5, StructureFate.Ignored)]
    [InlineData(6, StructureFate.UnknownId)]
    [InlineData(4, StructureFate.WrongLength)]
    public void Other_ids_are_dropped(byte id, StructureFate fate)
    {
        var reading = Read(table => table[Nic1] = id);
        Assert.Equal(ConsumerOutcome.AcceptedInPart, reading.Outcome);
        Assert.Equal(fate, reading.Structures[^1].Fate);
        Assert.Equal(fate == StructureFate.Ignored ? 1 : 2, reading.Messages.Count);
    }

    [Theory]
    [InlineData(459 - 1, StructureFate.Ignored)] // 507 bytes: the last offset that counts, a byte of a string
    [InlineData(459, StructureFate.OutOfTable)]
    [InlineData(0xffff, StructureFate.OutOfTable)]
    public void The_table_ends_48_bytes_earlier_for_the_module(ushort offset, StructureFate fate) =>
        Assert.Equal(fate, Read(table =>
        {
            Write16(table, Control + IbftOffsets.Control.Nic1, offset);
            if (offset < table.Length)
            {
                table[offset] = 0;
            }
        }).Structures[^1].Fate);

    [Fact]
    public void A_string_beyond_the_table_is_undefined_and_named()
    {
        var reading = Read(table => Write16(table, Nic0 + IbftOffsets.Nic.HostName + 2, 0xf000));
        Assert.Equal(ConsumerOutcome.Undefined, reading.Outcome);
        Assert.Equal("ethernet0/hostname", Assert.Single(reading.Undefined).Path);
        Assert.Equal("52:54:00:00:08:40", reading.Tree["ethernet0", "mac"]);
    }

    [Fact]
    public void A_length_beyond_the_table_is_harmless_when_a_NUL_comes_first() =>
        Assert.Equal((ConsumerOutcome.Accepted, "boot1"), (Read(LongHostName).Outcome, Read(LongHostName).Tree["ethernet0/hostname"]));

    [Fact]
    public void An_offset_without_a_length_is_an_empty_host_name() =>
        Assert.Equal("", Read(table => Write16(table, Nic0 + IbftOffsets.Nic.HostName, 0)).Tree["ethernet0/hostname"]);

    [Fact]
    public void A_text_ends_at_its_first_NUL_and_keeps_ends_of_lines()
    {
        var reading = Read(table =>
        {
            Write16(table, 0x50 + IbftOffsets.Initiator.Name, 6);
            Write16(table, 0x50 + IbftOffsets.Initiator.Name + 2, 0x1c0);
            "a\nb\0cd"u8.CopyTo(table.AsSpan(0x1c0));
        });
        Assert.Equal("a\nb", reading.Tree["initiator/initiator-name"]);
    }

    [Theory]
    [InlineData(4094, ConsumerOutcome.Accepted)]
    [InlineData(4095, ConsumerOutcome.Undefined)]
    public void A_text_longer_than_a_page_overwrites_what_follows_it(ushort length, ConsumerOutcome outcome)
    {
        var reading = Read(
            table =>
            {
                Write16(table, 0x50 + IbftOffsets.Initiator.Name, length);
                Write16(table, 0x50 + IbftOffsets.Initiator.Name + 2, 0x200);
                table.AsSpan(0x200, length).Fill((byte)'n');
            },
            size: 0x1400);
        Assert.Equal(outcome, reading.Outcome);
        Assert.Equal(outcome == ConsumerOutcome.Undefined, reading.Undefined.Any(undefined => undefined is { IsWrite: true, Path: "initiator/initiator-name" }));
    }

    [Fact]
    public void A_structure_that_ends_behind_the_table_is_undefined_field_by_field()
    {
        byte[] table = [.. Table()[..0x1b0]];
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4), (uint)table.Length);
        Target(0x17c).CopyTo(table, 0x17c);
        Write16(table, Control + IbftOffsets.Control.Target0, 0x17c);
        IbftChecksum.Fix(table);
        var cut = new LinuxKernel(LinuxVersion.Observed).Read(PlacedTable.InLowMemory(table));
        Assert.Equal(ConsumerOutcome.Undefined, cut.Outcome);
        Assert.Contains(cut.Undefined, undefined => undefined.Path == "target0/rev-chap-name-secret");
        Assert.DoesNotContain(cut.Undefined, undefined => undefined.Path == "target0/port");

        static byte[] Target(int offset)
        {
            var target = new byte[0x1b0 - offset];
            target[0] = (byte)StructureId.Target;
            target[1] = 1;
            target[2] = IbftOffsets.Target.Size;
            target[IbftOffsets.Target.ReverseChapName] = 1;
            return target;
        }
    }

    [Theory]
    [InlineData("3.16", "0.0.0.0")]
    [InlineData("4.1", null)]
    public void The_mapped_zero_address(string version, string? shown) =>
        Assert.Equal(shown, Read(table => IbftAddress.MappedZero.Write(table.AsSpan(Nic1 + IbftOffsets.Nic.Gateway)), version).Tree["ethernet1/gateway"]);

    [Fact]
    public void A_target_always_has_an_address() =>
        Assert.Equal("0000:0000:0000:0000:0000:0000:0000:0000", Read(table => table.AsSpan(Target + IbftOffsets.Target.IpAddress, 16).Clear()).Tree["target0/ip-addr"]);

    [Theory]
    [InlineData("5.5", 22, Refusal.ControlLength, "iBFT error: We expected the control field header.length to have 18 but found 22 instead!")]
    [InlineData("5.6", 22, Refusal.None, null)]
    [InlineData("5.6", 19, Refusal.None, null)]
    [InlineData("5.6", 17, Refusal.ControlLength, null)]
    public void Controls_length(string version, byte length, Refusal refusal, string? message)
    {
        var reading = Read(table => table[Control + IbftOffsets.StructureHeader.Length] = length, version);
        Assert.Equal(refusal, reading.Refusal);
        Assert.Equal(message is not null, reading.Messages.Contains(message ?? ""));
        Assert.Equal(refusal != Refusal.None, reading.Messages.Contains("iBFT error: Control header is invalid!"));
    }

    [Theory]
    [InlineData(24, "255.255.255.0", "255.255.255.0")]
    [InlineData(32, "255.255.255.255", "255.255.255.255")]
    [InlineData(33, "128.0.0.0", "255.255.255.255")]
    [InlineData(40, "255.0.0.0", "255.255.255.255")]
    [InlineData(64, "255.255.255.255", "255.255.255.255")]
    [InlineData(127, "255.255.255.254", "255.255.255.255")]
    public void Masks_before_and_after_the_prefix_was_limited(byte prefix, string before, string after)
    {
        Assert.Equal(before, Read(table => table[Nic0 + IbftOffsets.Nic.SubnetMaskPrefix] = prefix, "6.1.131").Tree["ethernet0/subnet-mask"]);
        Assert.Equal(after, Read(table => table[Nic0 + IbftOffsets.Nic.SubnetMaskPrefix] = prefix, "6.1.132").Tree["ethernet0/subnet-mask"]);
    }

    [Fact]
    public void Older_kernels_have_no_header_folder_and_print_short_addresses()
    {
        Assert.Contains("acpi_header", Read(_ => { }).Tree.Folders);
        var reading = Read(_ => { }, "4.4");
        Assert.DoesNotContain("acpi_header", reading.Tree.Folders);
        Assert.Equal(["iBFT found at 0x9a000."], reading.SearchMessages);
    }

    [Fact]
    public void The_view_for_people_says_what_became_of_each_structure()
    {
        var memory = PlacedTable.InLowMemory(Table());
        memory.Bytes.WriteByte(0x9a000 + Nic1 + IbftOffsets.StructureHeader.Length, 100);
        memory.Bytes.WriteByte(0x9a000 + 9, (byte)(memory.Bytes.ReadByte(0x9a000 + 9) + 2));
        var machine = new MachineSpec { Nics = [] };

        var view = new LinuxKernel(LinuxVersion.Observed).View(new ConsumerInput(memory) { Machine = machine });

        Assert.Equal(ConsumerOutcome.AcceptedInPart, view.Outcome);
        Assert.Equal(["shown, without a link to a PCI function", "dropped: its length is not that of its kind"], view.Nics.Select(nic => nic.Summary));
        Assert.Equal(("target0", true), (Assert.Single(view.Targets).Name, view.Targets[0].IsUsed));
        Assert.Contains("ethernet0/mac=52:54:00:00:08:40", view.Native);
        Assert.Contains("shown, linked to 0000:08:04.0", new LinuxKernel(LinuxVersion.Observed).View(new ConsumerInput(memory)).Nics[0].Summary);
    }

    [Fact]
    public void Control_bytes_of_the_OEM_id_break_the_kernels_line()
    {
        var reading = Read(table =>
        {
            Encoding.ASCII.GetBytes("AB\nC").CopyTo(table, IbftOffsets.Header.OemId);
            table[IbftOffsets.Header.OemId + 4] = 0;
            table[Nic1] = 0x63;
        });
        Assert.Equal(["iBFT detected.", "iBFT has unknown structure type (99). Report this bug to AB", "C!"], reading.Messages);
    }

    private static void LongHostName(byte[] table) => Write16(table, Nic0 + IbftOffsets.Nic.HostName, 5000);

    private static byte[] Table() => File.ReadAllBytes(Repository.Fixture("handmade", "two.bin"));

    private static LinuxReading Read(Action<byte[]> change, string version = "6.1", int size = 0)
    {
        var table = Table();
        if (size > 0)
        {
            Array.Resize(ref table, size);
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4), (uint)size);
        }

        change(table);
        IbftChecksum.Fix(table);
        return new LinuxKernel(LinuxVersion.Parse(version)).Read(PlacedTable.InLowMemory(table));
    }

    private static void Write16(byte[] table, int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(offset), (ushort)value);
}
