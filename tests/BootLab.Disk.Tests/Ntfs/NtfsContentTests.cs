using System.Text;
using BootLab.Disk.Ntfs;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>Every byte of files as ntfs-3g and wimlib wrote them, and as ntfscat reads them.</summary>
public sealed class NtfsContentTests
{
    [Fact]
    public void Five_thousand_files_are_the_ones_that_were_applied()
    {
        using var source = new TemporaryFolder();
        var random = new Random(5000);
        for (var i = 0; i < 5000; i++)
        {
            var content = new byte[random.Next(10) == 0 ? random.Next(40_000) : random.Next(2000)];
            random.NextBytes(content);
            source.Write(i % 5 == 0 ? $"nested/deeper {i % 7}/ä{i}.bin" : $"file {i}.bin", content);
        }

        using var image = new NtfsImage(64).Apply(source.Root);
        var volume = image.Open();

        var found = new SortedDictionary<string, NtfsFile>(StringComparer.Ordinal);
        Walk(volume, volume.Root, string.Empty, found);
        var wanted = Directory.GetFiles(source.Root, "*", SearchOption.AllDirectories);
        Assert.Equal(wanted.Select(path => Path.GetRelativePath(source.Root, path)).Order(StringComparer.Ordinal), found.Keys);
        foreach (var (path, file) in found)
        {
            Assert.True(volume.TryFind(path.ToUpperInvariant().Replace('/', '\\'), out var same) && same.Reference == file.Reference, path);
            Assert.True(File.ReadAllBytes(source.PathTo(path)).AsSpan().SequenceEqual(volume.ReadAll(file)), path);
            Assert.Equal(File.GetLastWriteTimeUtc(source.PathTo(path)), file.Times.Modified);
        }

        Assert.True(image.CatAll(found.Keys).AsSpan().SequenceEqual(found.Values.SelectMany(file => volume.ReadAll(file)).ToArray()));
    }

    [Theory]
    [InlineData("--cluster-size", "512")]
    [InlineData("--cluster-size", "2048")]
    [InlineData("--cluster-size", "65536")]
    [InlineData("--sector-size", "4096")]
    public void Units_of_any_size(string option, string size)
    {
        using var source = new TemporaryFolder();
        var random = new Random(int.Parse(size));
        for (var i = 0; i < 300; i++)
        {
            var content = new byte[random.Next(5000)];
            random.NextBytes(content);
            source.Write($"a file with a long name, number {i}", content);
        }

        using var image = new NtfsImage(64, option, size, "--label", "Größe").Apply(source.Root);
        var volume = image.Open();

        Assert.Equal("Größe", volume.Label);
        Assert.Equal(new Version(3, 1), volume.Version);
        Assert.Equal(300, volume.Enumerate(volume.Root).Count(entry => entry.Name[0] == 'a'));
        Assert.All(Directory.GetFiles(source.Root), path => Assert.Equal(File.ReadAllBytes(path), volume.ReadAll(Path.GetFileName(path))));
    }

    [Fact]
    public void A_file_in_pieces_with_an_attribute_list()
    {
        const int Steps = 150;
        using var image = new NtfsImage(24).TakeEverySecondCluster();
        var content = new byte[Steps * 8192];
        new Random(3).NextBytes(content);
        for (var step = 1; step <= Steps; step++)
        {
            image.Copy("pieces", content.AsSpan(0, step * 8192));
        }

        Assert.Contains("$ATTRIBUTE_LIST", image.Run("ntfsinfo", ["--force", "--file", "pieces", image.Path]), StringComparison.Ordinal);
        var volume = image.Open();
        Assert.Equal(content, volume.ReadAll("pieces"));
        Assert.Equal(content, image.Cat("pieces"));
    }

    [Fact]
    public void A_master_file_table_in_pieces_that_places_itself_by_its_own_records()
    {
        using var source = new TemporaryFolder();
        for (var i = 0; i < 7000; i++)
        {
            source.Write($"{i}", BitConverter.GetBytes(i));
        }

        using var image = new NtfsImage(64).TakeEverySecondCluster().Apply(source.Root);

        Assert.Contains("$ATTRIBUTE_LIST", image.Run("ntfsinfo", ["--force", "--inode", "0", image.Path]), StringComparison.Ordinal);
        var volume = image.Open();
        var files = volume.Enumerate(volume.Root).Where(entry => entry.Name[0] != '$').ToArray();
        Assert.Equal(7000, files.Length);
        Assert.All(files, entry => Assert.Equal(int.Parse(entry.Name), BitConverter.ToInt32(volume.ReadAll(volume.Read(entry.File)))));
    }

    [Fact]
    public void Compressed_files()
    {
        var random = new Random(1);
        var text = Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 1_500_000)));
        var noise = new byte[500_000];
        random.NextBytes(noise);
        // Units that are compressed, that are not, and that are holes, in one file.
        var mixed = new byte[3_000_001];
        text.AsSpan(0, 700_000).CopyTo(mixed);
        noise.CopyTo(mixed, 700_000);
        text.AsSpan(0, 300_000).CopyTo(mixed.AsSpan(2_500_000));
        using var image = new NtfsImage(48, "--enable-compression").Copy("text", text).Copy("noise", noise).Copy("mixed", mixed).Copy("tiny", "tiny"u8);

        var volume = image.Open();
        Assert.All(["text", "noise", "mixed", "tiny"], name => Assert.Equal(image.Cat(name), volume.ReadAll(name)));
        Assert.Equal(text, volume.ReadAll("text"));
        Assert.Equal(noise, volume.ReadAll("noise"));
        Assert.Equal("tiny"u8.ToArray(), volume.ReadAll("tiny"));

        Assert.True(volume.TryFind("mixed", out var file));
        var stream = Assert.Single(file.Streams);
        Assert.True(stream is { IsCompressed: true, IsResident: false, Unreadable: null } && stream.AllocatedLength < stream.Length, stream.ToString());
        Assert.True(volume.TryFind("text", out var list) && list.Streams[0].Length == text.Length);
        AssertSeeks(volume.OpenRead(file), mixed, random);
    }

    [Fact]
    public void A_compressed_file_in_pieces_with_many_streams()
    {
        const int Streams = 40;
        var text = Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 400_000)));
        var noise = new byte[200_000];
        new Random(3).NextBytes(noise);
        byte[] content = [.. text.AsSpan(0, 900_000), .. noise, .. new byte[300_000], .. text.AsSpan(0, 1_234_567)];
        using var image = new NtfsImage(24, "--enable-compression", "--cluster-size", "512").TakeEverySecondUnit(512).Copy("pieces", content);
        for (var i = 0; i < Streams; i++)
        {
            image.Copy("pieces", Of(i), "--attr-name", $"поток {i}");
        }

        Assert.Contains("$ATTRIBUTE_LIST", image.Run("ntfsinfo", ["--force", "--file", "pieces", image.Path]), StringComparison.Ordinal);
        Assert.Equal(content, image.Cat("pieces"));
        var volume = image.Open();
        Assert.True(volume.TryFind("pieces", out var file) && file.Streams[0].IsCompressed);
        Assert.Equal(content, volume.ReadAll(file));
        Assert.Equal(1 + Streams, file.Streams.Count);
        Assert.All(Enumerable.Range(0, Streams), i => Assert.Equal(Of(i).ToArray(), volume.ReadAll(file, $"поток {i}")));

        Span<byte> Of(int stream) => noise.AsSpan(stream, 100 + (stream * 577));
    }

    [Fact]
    public void A_sparse_file()
    {
        const long Length = 9_000_000_000;
        var written = new byte[200_000];
        new Random(2).NextBytes(written);
        using var image = new NtfsImage(16).Copy("sparse", written);
        image.Run("ntfstruncate", ["-f", image.Path, "64", $"{Length}"]);

        var volume = image.Open();
        Assert.True(volume.TryFind("sparse", out var file));
        Assert.True(file.Length == Length && file.Streams[0] is { IsSparse: true, AllocatedLength: < 1 << 20 }, file.Streams[0].ToString());
        using var stream = volume.OpenRead(file);
        var start = new byte[1 << 20];
        stream.ReadExactly(start);
        Assert.Equal([.. written, .. new byte[start.Length - written.Length]], start);
        stream.Seek(-3, SeekOrigin.End);
        var end = new byte[] { 1, 2, 3, 4 };
        Assert.Equal(3, stream.Read(end));
        Assert.Equal([0, 0, 0, 4], end);
    }

    [Fact]
    public void A_sparse_file_as_ntfscat_reads_it_to_its_end()
    {
        const int Length = 100_000_001;
        var written = new byte[200_000];
        new Random(6).NextBytes(written);
        using var image = new NtfsImage(16).Copy("sparse", written);
        image.Run("ntfstruncate", ["-f", image.Path, "64", $"{Length}"]);

        var read = image.Open().ReadAll("sparse");

        Assert.Equal(Length, read.Length);
        Assert.True(image.Cat("sparse").AsSpan().SequenceEqual(read));
    }

    [Fact]
    public void A_file_far_out_on_a_volume_of_two_tebibytes_takes_as_little_memory_as_one_on_a_small_volume()
    {
        const int Cluster = 65536;
        const int LeftFree = 64 * 8;
        const long Length = 2L << 40;
        var content = new byte[3_000_000];
        new Random(7).NextBytes(content);
        using var small = new NtfsImage(64).Copy("file", content);
        using var large = new NtfsImage(2 << 20, "--cluster-size", $"{Cluster}").TakeAllButTheEnd(Cluster, LeftFree).Copy("file", content);

        var far = large.Run("ntfscluster", ["--force", "--filename", "file", large.Path]).Trim().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(long.Parse(far[1]) * Cluster, Length - ((LeftFree + 16) * Cluster), Length);
        var (inSmall, inLarge) = (Allocated(small), Allocated(large));

        // A cluster of the large volume is longer.
        Assert.InRange(inLarge, 0, inSmall + (4 * Cluster));

        long Allocated(NtfsImage image)
        {
            var buffer = new byte[1 << 20];
            using var disk = new FileStream(image.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var volume = NtfsVolume.Open(disk);
            Assert.True(volume.TryFind("file", out var file));
            using var stream = volume.OpenRead(file);
            var position = 0;
            for (int count; (count = stream.Read(buffer)) > 0; position += count)
            {
                Assert.True(content.AsSpan(position, count).SequenceEqual(buffer.AsSpan(0, count)));
            }

            Assert.Equal(content.Length, position);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_file_may_be_sought_in_and_read_in_any_pieces()
    {
        var content = new byte[300_000];
        new Random(9).NextBytes(content);
        using var image = new NtfsImage(16, "--cluster-size", "512").Copy("file", content);
        var volume = image.Open();

        Assert.True(volume.TryFind("file", out var file));
        AssertSeeks(volume.OpenRead(file), content, new Random(4));
    }

    private static void AssertSeeks(Stream stream, byte[] content, Random random)
    {
        var buffer = new byte[200_000];
        for (var i = 0; i < 300; i++)
        {
            var (position, count) = (random.Next(content.Length), random.Next(i % 3 == 0 ? buffer.Length : 100));
            stream.Position = position;
            var read = stream.ReadAtLeast(buffer.AsSpan(0, count), count, throwOnEndOfStream: false);
            Assert.True(content.AsSpan(position, Math.Min(count, content.Length - position)).SequenceEqual(buffer.AsSpan(0, read)), $"{count} bytes at {position}");
        }
    }

    private static void Walk(NtfsVolume volume, NtfsFile directory, string prefix, SortedDictionary<string, NtfsFile> found)
    {
        // The volume's own files start with a dollar.
        foreach (var entry in volume.Enumerate(directory).Where(entry => entry.Name[0] != '$'))
        {
            var file = volume.Read(entry.File);
            if (entry.IsDirectory)
            {
                Walk(volume, file, prefix + entry.Name + "/", found);
            }
            else
            {
                found.Add(prefix + entry.Name, file);
            }
        }
    }
}
