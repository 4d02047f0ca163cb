using System.Buffers.Binary;
using BootLab.Firmware;
using BootLab.Firmware.Acpi;
using BootLab.Firmware.Bios;
using BootLab.Firmware.Sources;
using BootLab.Machine;
using BootLab.Os.FreeBsd;
using BootLab.Os.Illumos;
using BootLab.Os.Linux;
using Xunit;
using static BootLab.Os.Tests.Tables;

namespace BootLab.Os.Tests;

/// <summary>What <see cref="TableReaders"/> says of a memory with several tables is what the models of the same systems take there.</summary>
public sealed class SourceReadersTests
{
    private static readonly (string Reader, ITableConsumer Consumer)[] s_readers =
    [
        (TableReaders.Linux, new LinuxKernel(LinuxVersion.Representatives[^1])),
        (TableReaders.FreeBsd, new IsbootConsumer()),
        (TableReaders.Illumos, new IllumosConsumer()),
    ];

    // Both sides of each border of the search, video memory, addresses off the step of 16.
    private static readonly ulong[] s_places =
    [
        0x7fff0, 0x80000, 0x90008, 0x98000, 0x9e620, 0x9fff0, 0xa0000, 0xb8000, 0xbfff0, 0xc0000, 0xe0000, 0xf8001, 0xff000, 0xffdf0, 0xffe00, 0xfff00, 0x100000, 0x110000,
    ];

    [Fact]
    public void They_choose_the_same_table_as_the_models()
    {
        var random = new Random(5);
        var taken = s_readers.ToDictionary(one => one.Reader, _ => new HashSet<string>());
        for (var i = 0; i < 200; i++)
        {
            var (memory, rsdp, firmware) = Machine(random);
            var content = TableSources.Read(memory.Read(0, (int)memory.Size), new SourceOptions { Kind = SourceKind.Memory });
            foreach (var (reader, consumer) in s_readers)
            {
                var foretold = content.Tables.SingleOrDefault(table => table.TakenBy.Contains(reader))?.Address;
                var seen = consumer.View(new ConsumerInput(new BootMemory(firmware, memory) { Rsdp = rsdp })).Address;
                Assert.True(foretold == seen, $"machine {i} ({firmware}), {reader}: the source says {foretold:x}, the model takes {seen:x}; tables at {string.Join(", ", content.Tables.Select(table => table.Place))}");
                taken[reader].Add(seen is null ? "none" : content.Tables.Single(table => table.Address == seen).IsListedByAcpi ? "ACPI" : "low memory");
            }
        }

        // Each way of finding a table occurred, so that the agreement says something.
        Assert.Equal(3, taken[TableReaders.Linux].Count);
        Assert.Equal(3, taken[TableReaders.FreeBsd].Count);
        Assert.Equal(["low memory", "none"], taken[TableReaders.Illumos].Order(StringComparer.Ordinal));
    }

    private static (PhysicalMemory Memory, ulong? Rsdp, FirmwareKind Firmware) Machine(Random random)
    {
        if (random.Next(5) == 0)
        {
            var machine = new AcpiMemory(32, AcpiIdentifiers.Qemu);
            for (var tables = random.Next(3); tables > 0; tables--)
            {
                machine.Install(Signed(random));
            }

            Scatter(machine.Bytes, random);
            return (machine.Bytes, machine.RsdpAddress, FirmwareKind.Uefi);
        }

        var memory = new PhysicalMemory(2 << 20);
        memory.Write(0, LowMemory.PowerOn(32, disks: 0).ToImage());
        Scatter(memory, random);
        if (random.Next(2) == 0)
        {
            return (memory, null, FirmwareKind.Bios);
        }

        const uint rsdt = 0x1f0000;
        ulong[] listed = [.. new ulong[] { 0x180008, 0x190010, 0x1a0000 }.Take(random.Next(4))];
        foreach (var address in listed)
        {
            memory.Write(address, Signed(random));
        }

        const ulong rsdp = 0xf0000;
        memory.Write(rsdt, Rsdt(listed));
        memory.Write(rsdp, Rsdp(rsdt));
        return (memory, rsdp, FirmwareKind.Bios);
    }

    private static void Scatter(PhysicalMemory memory, Random random)
    {
        for (var tables = random.Next(4); tables > 0; tables--)
        {
            memory.Write(s_places[random.Next(s_places.Length)], Signed(random));
        }
    }

    private static byte[] Rsdt(ulong[] listed)
    {
        var table = new byte[36 + (4 * listed.Length)];
        "RSDT"u8.CopyTo(table);
        BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(4), table.Length);
        table[8] = 1;
        for (var i = 0; i < listed.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(36 + (4 * i)), (uint)listed[i]);
        }

        return Summed(table, checksum: 9);
    }

    private static byte[] Rsdp(uint rsdt)
    {
        var pointer = new byte[20];
        "RSD PTR "u8.CopyTo(pointer);
        BinaryPrimitives.WriteUInt32LittleEndian(pointer.AsSpan(16), rsdt);
        return Summed(pointer, checksum: 8);
    }

    private static byte[] Summed(byte[] bytes, int checksum)
    {
        bytes[checksum] = (byte)-bytes.Sum(one => one);
        return bytes;
    }

    // A sound table under each of the signatures.
    private static byte[] Signed(Random random)
    {
        var signature = random.Next(3) switch { 0 => "iBFT"u8.ToArray(), 1 => "IBFT"u8.ToArray(), _ => "BIFT"u8.ToArray() };
        return With(Fixture("two"), bytes => signature.CopyTo(bytes, 0));
    }
}
