using BootLab.Ibft.Generation;
using BootLab.Machine;
using BootLab.Os.Linux;
using Xunit;

namespace BootLab.Os.Tests.Linux;

/// <summary>Tables as an attacker or a broken boot program would leave them.</summary>
public sealed class LinuxHostileTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Broken_tables_give_an_answer()
    {
        var outcomes = new Dictionary<ConsumerOutcome, int>();
        foreach (var table in TableGenerator.Many(seed: 7, Inputs))
        {
            var isOdd = table.Number % 2 == 1;
            var memory = isOdd || table.Bytes.Length < 36 ? PlacedTable.InLowMemory(table.Bytes) : PlacedTable.ByAcpi(table.Bytes, FirmwareKind.Uefi);
            var reading = new LinuxKernel(table.Number % 3 == 0 ? LinuxVersion.Oldest : LinuxVersion.Observed).Read(memory);

            outcomes[reading.Outcome] = outcomes.GetValueOrDefault(reading.Outcome) + 1;
            Assert.Equal(reading.Outcome == ConsumerOutcome.Undefined, reading.Undefined.Count > 0);
            Assert.True((reading.Refusal == Refusal.None && reading.Address is not null) || reading.Tree.Entries.Count == 0);
            Assert.NotEmpty(reading.Messages);
        }

        // The tables must reach every answer.
        Assert.All(Enum.GetValues<ConsumerOutcome>().Except([ConsumerOutcome.Unknown]), outcome => Assert.InRange(outcomes.GetValueOrDefault(outcome), Inputs / 200, Inputs));
    }

    [Fact]
    public void A_control_structure_that_names_the_longest_list_is_read_in_no_time()
    {
        var table = new byte[ushort.MaxValue];
        "iBFT"u8.CopyTo(table);
        table.AsSpan(4, 2).Fill(0xff);
        table[8] = 1;
        table.AsSpan(48).Fill(3); // structures with id 3 at 0x303, and of a wrong length, everywhere
        (table[48], table[52]) = (1, 0);
        TableGenerator.FixChecksum(table);

        var reading = new LinuxKernel(LinuxVersion.Observed).Read(PlacedTable.ByAcpi(table, FirmwareKind.Uefi));

        Assert.Equal(((0x303 - 8) / 2, 2), (reading.Structures.Count, reading.Messages.Count));
    }
}
