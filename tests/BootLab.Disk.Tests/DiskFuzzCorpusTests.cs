using System.Formats.Tar;
using System.IO.Compression;
using BootLab.Fuzz;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests;

/// <summary>What a coverage-guided fuzzer found worth keeping (docs/fuzzing.md), through the entries that it drove.</summary>
public sealed class DiskFuzzCorpusTests
{
    public static TheoryData<string> Entries { get; } = [.. DiskFuzzEntries.All.Keys];

    [Theory]
    [MemberData(nameof(Entries))]
    public void Every_input_that_was_kept_is_read_or_refused_as_it_should_be(string entry)
    {
        using var archive = new TarReader(new BrotliStream(File.OpenRead(Repository.PathTo("tests", "corpus", $"{entry}.tar.br")), CompressionMode.Decompress));
        var inputs = 0;
        while (archive.GetNextEntry() is { } file)
        {
            if (file.DataStream is { } stream)
            {
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                DiskFuzzEntries.All[entry](bytes.ToArray());
                inputs++;
            }
        }

        Assert.InRange(inputs, 15, 1_000);
    }

    [Fact]
    public void A_disk_is_packed_and_unpacked()
    {
        var disk = new byte[8 * 512];
        new Random(1).NextBytes(disk.AsSpan(512, 700));
        disk[^1] = 1;

        var packed = SectorDisk.Pack(disk);

        Assert.Equal(4 + (3 * 516), packed.Length);
        Assert.Equal(disk, SectorDisk.Unpack(packed));
    }
}
