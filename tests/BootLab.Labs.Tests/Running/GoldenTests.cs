using System.Buffers.Binary;
using BootLab.Labs.Running;
using BootLab.Labs.Tests.Running.Support;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Running;

/// <summary>The captured runs, booted again in software.</summary>
public class GoldenTests
{
    // Where the real-mode data of the build that was captured lies; the same in every one of its runs.
    private const ulong AddressOfIpxe36a4c85 = 0x9E620;

    public static TheoryData<string> Labs => CapturedLabs.Names;

    [Theory]
    [MemberData(nameof(Labs))]
    public void The_table_equals_the_captured_one_and_expectations_hold(string name)
    {
        var outcome = LabRunner.Run(CapturedLabs.Load(name)).Outcomes[0];

        Assert.Equal(Convert.ToHexString(CapturedLabs.Table(name)), Convert.ToHexString(outcome.Run.Table!.Bytes));
        Assert.Empty(outcome.Misses);
    }

    [Theory]
    [MemberData(nameof(Labs))]
    public void The_table_is_where_an_operating_system_looks_for_it(string name)
    {
        var run = CapturedLabs.Run(CapturedLabs.Load(name));
        var address = run.Table!.Address;

        if (run.Memory.Low is { } low)
        {
            Assert.Equal(AddressOfIpxe36a4c85, address);
            Assert.True(low.BaseMemoryKiB * 1024u <= address, "the table must lie above the base memory that is left");
            return;
        }

        var memory = run.Memory.Acpi!.Bytes;
        var xsdt = BinaryPrimitives.ReadUInt64LittleEndian(memory.Read(run.Memory.Acpi.RsdpAddress + 24, 8));
        var length = BinaryPrimitives.ReadInt32LittleEndian(memory.Read(xsdt + 4, 4));
        var entries = memory.Read(xsdt + 36, length - 36).Chunk(8).Select(entry => BinaryPrimitives.ReadUInt64LittleEndian(entry));
        Assert.Contains(address, entries);
        Assert.Equal(0UL, address % 4096);
    }

    [Fact]
    public void Every_captured_table_has_a_lab()
    {
        var captured = new[] { "ipxe-36a4c85", "captured" }
            .SelectMany(folder => Directory.GetFiles(Repository.Fixture(folder), "table.bin", SearchOption.AllDirectories))
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!));

        Assert.Equal(captured.Order(StringComparer.Ordinal), CapturedLabs.Names.Select(row => row.Data));
    }
}
