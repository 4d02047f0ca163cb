using System.Buffers.Binary;
using BootLab.Firmware.Acpi;
using BootLab.Ibft;
using BootLab.Testing;
using CsCheck;

namespace BootLab.Firmware.Tests;

public class AcpiTests
{
    private static readonly byte[] s_table = File.ReadAllBytes(Repository.Fixture("captured", "ipxe-master-efi-acpi-2nic-0804", "table.bin"));

    // Both machines of the captured runs with this firmware: see section "Expected result" of their conditions.md.
    [Theory]
    [InlineData(256, 0x0f776000)]
    [InlineData(384, 0x17776000)]
    public void TheFirstTableIsWhereOvmfPutsIt(int memoryMiB, ulong address)
    {
        var memory = new AcpiMemory(memoryMiB, AcpiIdentifiers.Qemu);

        Assert.Equal(address, memory.Install(s_table));

        Assert.Equal(MemoryRegionKind.AcpiReclaim, memory.Map.KindAt(address));
        Assert.Equal([new AcpiTable("iBFT", address, 565, true)], memory.Tables());
        Assert.Equal(s_table, memory.Bytes.Read(address, s_table.Length));
    }

    [Fact]
    public void TwoProducersLeaveTwoTables()
    {
        var memory = new AcpiMemory(384, AcpiIdentifiers.Qemu);

        var first = memory.Install(s_table);
        var second = memory.Install(s_table);

        Assert.NotEqual(first, second);
        Assert.All(new[] { first, second }, address => Assert.Equal(0UL, address % 4096));
        Assert.Equal([first, second], memory.Tables().Select(table => table.Address));
    }

    [Fact]
    public void AnUninstalledTableIsGoneAndItsPlaceIsUsedAgain()
    {
        var memory = new AcpiMemory(384, AcpiIdentifiers.Qemu);
        var first = memory.Install(s_table);
        var second = memory.Install(s_table);

        memory.Uninstall(first);

        Assert.Equal([second], memory.Tables().Select(table => table.Address));
        Assert.Equal(new byte[s_table.Length], memory.Bytes.Read(first, s_table.Length));
        Assert.Equal(first, memory.Install(s_table));
        Assert.Throws<ArgumentException>(() => memory.Uninstall(second + 1));
    }

    [Fact]
    public void TablesOfAnySizeDoNotTouchEachOther() =>
        Gen.Int[36, 65536].Array[1, 20].Sample(
            sizes =>
            {
                var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
                var tables = sizes.Select((size, i) => (Address: memory.Install([.. Enumerable.Repeat((byte)(i + 1), size)]), Size: size, Mark: i + 1)).ToList();
                foreach (var (address, size, mark) in tables)
                {
                    Assert.False(memory.Bytes.Read(address, size).AsSpan().ContainsAnyExcept((byte)mark));
                    Assert.Equal(MemoryRegionKind.AcpiReclaim, memory.Map.KindAt(address));
                }
            },
            iter: 30);

    [Fact]
    public void MoreTablesThanTheListHoldsAreRefused()
    {
        var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
        for (var i = 0; i < 20; i++)
        {
            memory.Install(s_table);
        }

        Assert.Throws<InvalidOperationException>(() => memory.Install(s_table));
        Assert.Equal(20, memory.Tables().Count);
    }

    [Fact]
    public void RootTablesAreWholeAndCarryTheMachinesIds()
    {
        var memory = new AcpiMemory(256, new AcpiIdentifiers("DELL  ", "PE_SC3  "));
        var address = memory.Install(s_table);
        var rsdp = memory.Bytes.Read(memory.RsdpAddress, 36);
        var rsdt = BinaryPrimitives.ReadUInt32LittleEndian(rsdp.AsSpan(16));
        var xsdt = BinaryPrimitives.ReadUInt64LittleEndian(rsdp.AsSpan(24));

        Assert.Equal("RSD PTR "u8, rsdp.AsSpan(0, 8));
        Assert.Equal(0, IbftChecksum.Sum(rsdp.AsSpan(0, 20)));
        Assert.Equal(0, IbftChecksum.Sum(rsdp));
        Assert.Equal(0, IbftChecksum.Sum(memory.Bytes.Read(rsdt, 40)));
        Assert.Equal(0, IbftChecksum.Sum(memory.Bytes.Read(xsdt, 44)));
        Assert.Equal("DELL  PE_SC3  "u8, memory.Bytes.Read(xsdt + 10, 14));
        Assert.Equal(address, BinaryPrimitives.ReadUInt64LittleEndian(memory.Bytes.Read(xsdt + 36, 8)));
        Assert.Equal(address, BinaryPrimitives.ReadUInt32LittleEndian(memory.Bytes.Read(rsdt + 36, 4)));
    }

    [Fact]
    public void WithoutAnXsdtTheRsdtIsFollowed()
    {
        var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
        var address = memory.Install(s_table);
        memory.Bytes.WriteByte(memory.RsdpAddress + 15, 0);
        memory.Bytes.WriteByte(memory.RsdpAddress + 8, (byte)(memory.Bytes.ReadByte(memory.RsdpAddress + 8) + 2));

        Assert.Equal([address], memory.Tables().Select(table => table.Address));
    }

    [Theory]
    [InlineData(0, "signature")]
    [InlineData(16, "sum")]
    [InlineData(33, "sum")]
    public void ADamagedRootPointerIsAnErrorWithItsAddress(int at, string what)
    {
        var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
        memory.Bytes.WriteByte(memory.RsdpAddress + (ulong)at, 0xff);

        var error = Assert.Throws<AcpiFormatException>(memory.Tables);

        Assert.Equal(memory.RsdpAddress, error.Address);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryThatPointsNowhereIsLeftOut()
    {
        var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
        var address = memory.Install(s_table);
        memory.Bytes.Write(address + 4, [0xff, 0xff, 0xff, 0xff]);

        Assert.Empty(memory.Tables());
    }

    [Fact]
    public void WhateverStandsInMemoryTheWalkEndsWithTablesOrItsOwnError()
    {
        var random = new Random(477708);
        for (var i = 0; i < 5000; i++)
        {
            var memory = new AcpiMemory(256, AcpiIdentifiers.Qemu);
            memory.Install(s_table);
            var start = memory.AcpiRegion.End - 0x2000;
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                // Half of the hits go to the pointers and lengths, or few runs would get past the checksums.
                var at = random.Next(2) == 0 ? start + (ulong)random.Next(0x74, 0x120) : memory.RsdpAddress + (ulong)random.Next(36);
                memory.Bytes.WriteByte(at, (byte)random.Next(256));
            }

            Repair(memory, memory.RsdpAddress, 20, 8);
            Repair(memory, memory.RsdpAddress, 36, 32);
            Repair(memory, start + 0xe8, 44, 9);
            var error = Record.Exception(memory.Tables);
            Assert.True(error is null or AcpiFormatException, error?.ToString());
        }
    }

    private static void Repair(AcpiMemory memory, ulong address, int size, uint checksum)
    {
        var sum = IbftChecksum.Sum(memory.Bytes.Read(address, size));
        memory.Bytes.WriteByte(address + checksum, (byte)(memory.Bytes.ReadByte(address + checksum) - sum));
    }
}
