using System.Buffers.Binary;
using BootLab.Ibft;
using BootLab.Rules;
using BootLab.Rules.Mending;
using BootLab.Testing;
using BootLab.Vm.Judging;
using Xunit;

namespace BootLab.Vm.Tests;

/// <summary>What <c>ibft fix --for linux</c> makes of broken tables, before the kernel that it is made for.</summary>
public sealed class MendedTableTests(Guests guests)
{
    private const int Tables = 200;

    [Fact]
    public async Task Linux_accepts_in_full_whatever_was_mended_for_it()
    {
        var options = new MendOptions { For = Profile.Linux.Consumers };
        var random = new Random(20261123);
        var sources = new[] { "two.bin", "three.bin", "chap.bin" }.Select(name => File.ReadAllBytes(Repository.Fixture("handmade", name))).ToArray();
        var mended = Enumerable.Range(0, Tables).Select(number => TableMender.Mend(Broken(sources[number % sources.Length], random), options)).ToList();
        Assert.All(mended, table => Assert.NotEmpty(table.Changes));

        var verdicts = await Task.WhenAll(mended.Select(table => guests.Judge.JudgeAsync(table.Bytes, TestContext.Current.CancellationToken)));

        Assert.All(verdicts, verdict => Assert.Equal(VerdictOutcome.Accepted, verdict.Outcome));
        Assert.All(mended.Zip(verdicts), pair => Assert.Equal(
            IbftReader.Read(pair.First.Bytes).Nics.Length, pair.Second.View.Count(entry => entry.Path.StartsWith("ethernet", StringComparison.Ordinal) && entry.Path.EndsWith("/index", StringComparison.Ordinal))));
    }

    /// <summary>Cut off, bytes and offsets at random; the checksum stays wrong, so that each has something to mend.</summary>
    private static byte[] Broken(byte[] good, Random random)
    {
        var table = good[..random.Next(good.Length / 2, good.Length + 1)];
        for (var change = random.Next(1, 8); change > 0; change--)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(random.Next(8, table.Length - 1)), (ushort)random.Next(0x400));
        }

        if (IbftChecksum.Sum(table) == 0)
        {
            table[IbftOffsets.Header.Checksum]++;
        }

        return table;
    }
}
