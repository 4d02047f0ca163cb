using System.Buffers.Binary;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>COMPARE AND WRITE.</summary>
public class CompareAndWriteTests
{
    private const string OneBlock = "8900 0000000000000003 000000 01 00 00";

    [Fact]
    public void It_writes_when_what_is_there_is_as_expected()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        byte[] first = Rig.Disk(1);

        Assert.Equal("00", client.Put(OneBlock, [.. new byte[512], .. first]));
        Assert.Equal(first, client.Run("2800 00000003 00 0001 00", expected: 512).Data);

        byte[] expected = [.. first];
        expected[77] ^= 0x80;
        var answer = client.Run(OneBlock, [.. expected, .. new byte[512]]);
        Assert.Equal("02 e/1d/00", answer.ToString());
        Assert.Equal(77u, BinaryPrimitives.ReadUInt32BigEndian(answer.SenseBytes.AsSpan(3)));
        Assert.Equal(first, client.Run("2800 00000003 00 0001 00", expected: 512).Data);
    }

    [Theory]
    [InlineData("8900 0000000000000800 000000 01 00 00", 1024, "02 5/21/00")]
    [InlineData("8900 0000000000000000 000000 01 00 00", 512, "02 5/24/00")]
    [InlineData("8900 0000000000000000 000000 01 00 00", 2048, "02 5/24/00")]
    [InlineData("8900 0000000000000000 000000 00 00 00", 1024, "02 5/24/00")]
    [InlineData("8900 0000000000000000 000000 ff 00 00", 261120, "00")]
    [InlineData("8920 0000000000000000 000000 01 00 00", 1024, "02 5/24/00")]
    public void Its_range_and_length_are_judged(string cdb, int length, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Put(cdb, new byte[length]));
    }

    [Fact]
    public void Of_initiators_that_race_each_step_is_taken_by_one()
    {
        const int Steps = 500;
        var server = DiskClient.Serve(DiskClient.Blank());
        var taken = new int[4];

        Parallel.For(0, taken.Length, new ParallelOptions { MaxDegreeOfParallelism = taken.Length }, index =>
        {
            using var client = DiskClient.At(server, (ushort)(index + 1));
            var (old, next) = (new byte[512], new byte[512]);
            for (var value = 0; value < Steps;)
            {
                BinaryPrimitives.WriteInt32BigEndian(old, value);
                BinaryPrimitives.WriteInt32BigEndian(next, value + 1);
                var answer = client.Put(OneBlock, [.. old, .. next]);
                if (answer == "00")
                {
                    taken[index]++;
                }
                else
                {
                    Assert.Equal("02 e/1d/00", answer);
                }

                value = BinaryPrimitives.ReadInt32BigEndian(client.Run("2800 00000003 00 0001 00", expected: 512).Data);
            }
        });

        Assert.Equal(Steps, taken.Sum());
    }
}
