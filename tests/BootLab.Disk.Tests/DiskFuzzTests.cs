using BootLab.Disk.Optical;
using BootLab.Disk.Partitions;
using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>Mutated disks: whatever is on them, reading ends, with a value or with an error that has a place.</summary>
public sealed class DiskFuzzTests
{
    private const int Mutations = 20_000;

    // The structures are small against a disk; a mutation anywhere else would try nothing.
    [Theory]
    [InlineData("gpt.txt", 512, 92)]
    [InlineData("gpt.txt", 1024, 256)]
    [InlineData("mbr.txt", 440, 72)]
    [InlineData("iso.txt", 17 * 2048, 96)]
    [InlineData("iso.txt", 33 * 2048, 128)]
    public void Mutated_disks_are_described(string vector, int offset, int length)
    {
        using var whole = Vector.Open(vector);
        using var disk = new MemoryStream(whole.At(0, 33 * 2048 + 4096).ToArray(), 0, (33 * 2048) + 4096, writable: true, publiclyVisible: true);
        var sound = disk.At(offset, length).ToArray();
        var random = new Random(20261122 + offset);
        for (var i = 0; i < Mutations / 5; i++)
        {
            sound.CopyTo(disk.At(offset, length));
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                disk.At(offset + random.Next(length), 1)[0] = (byte)(random.Next(3) switch { 0 => 0xff, 1 => 0, _ => random.Next(256) });
            }

            Assert.NotEmpty(BootMedia.Describe(disk));
        }
    }

    // A wrong CRC hides what lies behind it: here every header is sealed again.
    [Fact]
    public void Headers_with_a_right_crc_and_absurd_fields_are_bounded()
    {
        using var whole = Vector.Open("gpt.txt");
        var block = whole.At(512, 512).ToArray();
        var random = new Random(7);
        var accepted = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var mutated = block.ToArray();
            mutated[random.Next(24, 92)] = (byte)random.Next(256);
            mutated[random.Next(72, 88)] = (byte)random.Next(256);
            Seal(mutated);
            if (GptHeader.TryRead(mutated, 1, out var header, out var error))
            {
                accepted++;
                Assert.InRange(header.EntriesLength, 0, 1 << 20);
                Assert.False(GuidPartitionTable.TryRead(header, new byte[64], out _, out _) && header.EntriesLength > 64);
            }
            else
            {
                Assert.InRange(error!.Offset, 0, 512);
            }
        }

        Assert.InRange(accepted, Mutations / 10, Mutations - 1);
    }

    [Fact]
    public void Random_catalogues_end()
    {
        var random = new Random(11);
        var entries = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var catalogue = new byte[random.Next(64, 2049)];
            random.NextBytes(catalogue);
            catalogue.AsSpan(0, 32).Clear();
            (catalogue[0], catalogue[28], catalogue[29], catalogue[30], catalogue[31]) = (1, 0xaa, 0x55, 0x55, 0xaa);
            for (var at = 64; at < catalogue.Length; at += 32)
            {
                catalogue[at] = (byte)(random.Next(4) switch { 0 => 0x90, 1 => 0x91, 2 => 0x44, _ => 0x88 });
            }

            Assert.True(ElTorito.TryRead(catalogue, out var value, out var error), error?.ToString());
            entries += value.Entries.Count;
        }

        Assert.True(entries > Mutations, "no section was entered");
    }

    private static void Seal(byte[] header)
    {
        // Bit by bit, so as not to use what is tested.
        header.AsSpan(16, 4).Clear();
        var length = Math.Clamp(BitConverter.ToInt32(header, 12), 0, header.Length);
        var crc = uint.MaxValue;
        foreach (var value in header.AsSpan(0, length))
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xedb88320 & (uint)-(int)(crc & 1));
            }
        }

        BitConverter.TryWriteBytes(header.AsSpan(16), ~crc);
    }
}
