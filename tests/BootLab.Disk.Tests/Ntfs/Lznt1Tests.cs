using System.Text;
using BootLab.Disk.Ntfs;
using Xunit;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>LZNT1 by itself.</summary>
public sealed class Lznt1Tests
{
    // The example of [MS-XCA] 3.3.
    private const string Packed = "38b08846232000204720410010a24701a045204400084501507900c045200524138805b4024a44ef0358028c0916014845 00be009e000401189000";

    private const string Unpacked = "F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# E D E A F# F# G A A G F# E D D E F# E D D\0";

    [Fact]
    public void The_example_of_the_specification()
    {
        var unpacked = new byte[Unpacked.Length];

        Assert.True(Lznt1.TryDecompress(Convert.FromHexString(Packed.Replace(" ", string.Empty, StringComparison.Ordinal)), unpacked, out var error), error?.ToString());
        Assert.Equal(Unpacked, Encoding.ASCII.GetString(unpacked));
    }

    [Theory]
    [InlineData("ff0f00", "byte 0x0: found a chunk of 4096 bytes, expected at most the 1 that follow")]
    [InlineData("02b0010000", "byte 0x3: found a reference 1 bytes back, expected at most the 0 of the chunk so far")]
    [InlineData("02b0024100", "byte 0x4: found one byte of a reference, expected two")]
    public void Malformed_chunks(string packed, string message)
    {
        Assert.False(Lznt1.TryDecompress(Convert.FromHexString(packed), new byte[4096], out var error));
        Assert.Equal(message, error!.ToString());
    }

    [Fact]
    public void Random_chunks_end()
    {
        var random = new Random(11);
        var unpacked = new byte[9000];
        var sound = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var packed = new byte[random.Next(200)];
            random.NextBytes(packed);
            for (var at = 1; at < packed.Length; at += random.Next(1, 100))
            {
                packed[at] = (byte)(0xb0 * random.Next(2));
            }

            sound += Lznt1.TryDecompress(packed, unpacked.AsSpan(0, random.Next(unpacked.Length)), out var error) ? 1 : 0;
            Assert.InRange(error?.Offset ?? 0, 0, packed.Length);
        }

        Assert.InRange(sound, 100, 19_900);
    }
}
