using System.Buffers.Binary;

namespace BootLab.Ibft.Tests;

public class HostileInputTests
{
    private const int Runs = 20_000;

    private static readonly byte[][] s_tables = [.. Fixtures.All.Select(row => Fixtures.Bytes(row.Data))];

    // Numbers at which lengths and offsets change their meaning.
    private static readonly ushort[] s_numbers = [0, 1, 6, 17, 18, 19, 47, 48, 54, 66, 74, 102, 0x7fff, 0x8000, 0xfff8, 0xfffe, 0xffff];

    [Fact]
    public void MutatedTablesAreReadAsFarAsTheyGoAndWrittenAgain()
    {
        var random = new Random(20261122);
        var refused = 0;
        for (var i = 0; i < Runs; i++)
        {
            var bytes = Mutate(s_tables[random.Next(s_tables.Length)], random);
            FieldWalk.Run(bytes);

            var reading = IbftReader.ReadLenient(bytes);

            if (reading.Table is { } table)
            {
                Assert.True(bytes.AsSpan(0, table.Size).SequenceEqual(IbftWriter.Write(table)), Convert.ToHexString(bytes));
            }

            Assert.All(reading.Anomalies, anomaly => Assert.InRange(anomaly.Offset + anomaly.Length, anomaly.Offset, Math.Max(bytes.Length, 66)));
            var error = Record.Exception(() => IbftReader.Read(bytes));
            Assert.True(error is null or IbftFormatException, error?.ToString());
            Assert.Equal(reading.Anomalies.Any(anomaly => anomaly.IsUnreadable), error is not null);
            refused += error is null ? 0 : 1;
        }

        // The mutations must reach both sides.
        Assert.InRange(refused, Runs / 10, Runs * 9 / 10);
    }

    [Fact]
    public void RandomBytesAreReadWithoutHarm()
    {
        var random = new Random(5);
        for (var i = 0; i < Runs; i++)
        {
            var bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            FieldWalk.Run(bytes);

            Assert.NotEmpty(IbftReader.ReadLenient(bytes).Anomalies);
        }
    }

    // Every second byte starts a target whose strings are as long as the table: 30,000 structures that overlap each other.
    [Fact]
    public void ATableThatIsAllOverlapTakesLittleMemory()
    {
        var bytes = new byte[ushort.MaxValue];
        bytes.AsSpan().Fill(4);
        TableBuilder.Two.AsSpan(0, 66).CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(50), 0x8000);
        for (var (slot, offset) = (66, 0x8030); slot < 0x8030 && offset < 0xffc0; slot += 2, offset++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(slot), (ushort)offset);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = IbftReader.ReadLenient(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 300_000_000);
        Assert.True(reading.Table!.Targets.Length > 10_000);
        Assert.Equal(bytes, IbftWriter.Write(reading.Table));
    }

    private static byte[] Mutate(byte[] table, Random random)
    {
        byte[] bytes = [.. table];
        for (var n = random.Next(1, 5); n > 0 && bytes.Length > 0; n--)
        {
            var at = random.Next(3) == 0 ? random.Next(bytes.Length) : random.Next(Math.Min(bytes.Length, 0x200));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when at + 2 <= bytes.Length:
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), s_numbers[random.Next(s_numbers.Length)]);
                    break;
                case 3 when at + 2 <= bytes.Length:
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at & ~1), (ushort)random.Next(bytes.Length));
                    break;
                case 4 when random.Next(4) == 0:
                    bytes = bytes[..at];
                    break;
                default:
                    break;
            }
        }

        return bytes;
    }
}
