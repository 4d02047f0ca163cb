using BootLab.Machine;
using BootLab.Os.Linux;
using BootLab.Testing;
using Xunit;

namespace BootLab.Os.Tests.Linux;

/// <summary>Tables as an attacker or a broken boot program would leave them.</summary>
public sealed class LinuxHostileTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Mutated_tables_give_an_answer()
    {
        var valid = File.ReadAllBytes(Repository.Fixture("handmade", "three.bin"));
        var random = new Random(7);
        var outcomes = new Dictionary<ConsumerOutcome, int>();
        for (var input = 0; input < Inputs; input++)
        {
            var table = valid[..random.Next(valid.Length / 2, valid.Length + 1)];
            for (var change = random.Next(0, 8); change > 0; change--)
            {
                table[random.Next(random.Next(4) == 0 ? table.Length : 0x80)] = (byte)random.Next(256);
            }

            if (random.Next(10) > 0)
            {
                table[9] = 0;
                table[9] = (byte)-table.Aggregate((sum, value) => (byte)(sum + value));
            }

            var memory = random.Next(2) == 0 ? PlacedTable.InLowMemory(table) : PlacedTable.ByAcpi(table, FirmwareKind.Uefi);
            var reading = new LinuxKernel(random.Next(2) == 0 ? LinuxVersion.Observed : LinuxVersion.Oldest).Read(memory);

            outcomes[reading.Outcome] = outcomes.GetValueOrDefault(reading.Outcome) + 1;
            Assert.Equal(reading.Outcome == ConsumerOutcome.Undefined, reading.Undefined.Count > 0);
            Assert.Equal(reading.Refusal != Refusal.None || reading.Address is null, reading.Tree.Entries.Count == 0);
            Assert.NotEmpty(reading.Messages);
        }

        // The mutations must reach every answer.
        Assert.All(Enum.GetValues<ConsumerOutcome>().Except([ConsumerOutcome.Unknown]), outcome => Assert.InRange(outcomes.GetValueOrDefault(outcome), Inputs / 200, Inputs));
    }
}
