using System.Formats.Tar;
using System.IO.Compression;
using BootLab.Fuzz;
using BootLab.Testing;
using Xunit;

namespace BootLab.Rules.Tests;

/// <summary>What a coverage-guided fuzzer found worth keeping (docs/fuzzing.md), through the entries that it drove.</summary>
public sealed class FuzzCorpusTests
{
    public static TheoryData<string> Entries { get; } = [.. FuzzEntries.All.Keys];

    [Theory]
    [MemberData(nameof(Entries))]
    public void Every_input_that_was_kept_is_read_or_refused_as_it_should_be(string entry)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(Repository.PathTo("tests", "corpus", $"{entry}.tar.gz")), CompressionMode.Decompress));
        var inputs = 0;
        while (archive.GetNextEntry() is { } file)
        {
            if (file.DataStream is { } stream)
            {
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                FuzzEntries.All[entry](bytes.ToArray());
                inputs++;
            }
        }

        Assert.InRange(inputs, 200, 1_000);
    }
}
