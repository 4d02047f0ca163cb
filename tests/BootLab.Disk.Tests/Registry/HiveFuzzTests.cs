using System.Buffers.Binary;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Writing;
using Xunit;

namespace BootLab.Disk.Tests.Registry;

/// <summary>Mutated hives: walking them ends, with keys and values or with an error that has a place.</summary>
public sealed class HiveFuzzTests
{
    private const int Mutations = 20_000;

    [Theory]
    [InlineData(SubkeyListKind.Lh, 4)]
    [InlineData(SubkeyListKind.Li, 1000)]
    public void Mutated_hives_are_read_or_refused(SubkeyListKind kind, int leafSize)
    {
        var sound = HiveContents.Random(21, 30, kind, leafSize, longest: 17_000).ToBytes();
        var offsets = Interesting(sound);
        var random = new Random(20261123);
        var (refused, read) = (0, 0);
        for (var i = 0; i < Mutations / 2; i++)
        {
            var file = sound.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                Mutate(file, offsets, random);
            }

            try
            {
                HiveContents.Walk(RegistryHive.Open(file).Root, string.Empty, (_, key) => read += key.Values.Sum(value => value.Bytes.Length) + (key.ClassName?.Length ?? 0));
            }
            catch (HiveFormatException error)
            {
                Assert.InRange(error.Offset, 0, uint.MaxValue + 8192L);
                refused++;
            }
        }

        // Neither all sound nor all refused: the mutations reach what they are meant for.
        Assert.InRange(refused, Mutations / 8, (Mutations / 2) - 1);
        Assert.True(read > 0);
    }

    // Chance rarely meets a structure in long data: the words that are offsets, lengths and counts are mutated.
    private static int[] Interesting(byte[] file)
    {
        var offsets = new List<int>();
        for (var cell = 4096 + 32; cell < file.Length;)
        {
            if (file.AsSpan(cell).StartsWith("hbin"u8))
            {
                cell += 32;
                continue;
            }

            var size = Math.Abs(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(cell)));
            offsets.AddRange(Enumerable.Range(0, Math.Min(size, 84) / 4).Select(word => cell + (4 * word)));
            cell += size;
        }

        return [0, 20, 24, 36, 40, .. Enumerable.Range(0, 4).Select(word => 4096 + (4 * word)), .. offsets];
    }

    private static void Mutate(byte[] file, int[] offsets, Random random)
    {
        var at = offsets[random.Next(offsets.Length)];
        var other = offsets[random.Next(offsets.Length)];
        switch (random.Next(4))
        {
            case 0:
                file[at + random.Next(4)] = (byte)random.Next(256);
                break;
            case 1:
                // The offset of another cell, which is how loops come about.
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), (other - 4096) & ~7);
                break;
            case 2:
                file.AsSpan(other, 4).CopyTo(file.AsSpan(at));
                break;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), random.Next(3) switch { 0 => uint.MaxValue, 1 => 0x7fffffff, _ => 0 });
                break;
        }
    }
}
