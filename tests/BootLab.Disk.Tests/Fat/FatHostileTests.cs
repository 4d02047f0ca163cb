using System.Buffers.Binary;
using BootLab.Disk.Fat;
using Xunit;

namespace BootLab.Disk.Tests.Fat;

/// <summary>Volumes that are damaged, or made to harm: a clear error with the place, in bounded time and memory.</summary>
public sealed class FatHostileTests : IClassFixture<FatHostileTests.Volume>
{
    private const int Cluster = 512;

    private readonly byte[] _image;

    public FatHostileTests(Volume volume) => _image = volume.Bytes.ToArray();

    [Theory]
    [InlineData(510, "00", 510, "found 00 AA, expected the boot signature")]
    [InlineData(11, "0000", 11, "sectors of 0 bytes")]
    [InlineData(11, "0110", 11, "sectors of 4097 bytes")]
    [InlineData(13, "03", 13, "3 sectors in a cluster")]
    [InlineData(14, "0000", 14, "no reserved sector")]
    [InlineData(16, "ff", 16, "255 file allocation tables")]
    [InlineData(16, "00", 16, "0 file allocation tables")]
    [InlineData(19, "0100", 32, "found a volume of 1 sectors")]
    [InlineData(22, "0000", 32, "before its first cluster")]
    [InlineData(17, "ffff", 32, "before its first cluster")]
    public void Boot_sectors(int offset, string hex, long place, string message)
    {
        Convert.FromHexString(hex).CopyTo(_image, offset);

        AssertRefused(place, message, volume => volume.Root);
    }

    [Fact]
    public void A_volume_of_2_to_the_32_sectors_needs_no_more_memory()
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(19), 0);
        _image.AsSpan(32, 4).Fill(0xff);
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(22), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(36), 1 << 23);
        _image.AsSpan(44, 4).Clear();
        _image[44] = 2;
        _image[13] = 128;
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<FatFormatException>(() => Walk(Open()));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_chain_that_runs_in_a_circle()
    {
        var first = FirstClusterOf("file");
        SetEntry(first + 2, first);

        AssertRefused(PlaceOfEntry(first + 2), $"found cluster {first} again after 3 clusters", Read);
    }

    [Fact]
    public void A_directory_that_runs_in_a_circle()
    {
        var first = FirstClusterOf("folder");
        SetEntry(first, first);

        AssertRefused(PlaceOfEntry(first), $"found cluster {first} again after 1 clusters", volume => volume.TryFind("folder\\none", out _));
    }

    [Theory]
    [InlineData(0x000, "cluster 0")]
    [InlineData(0x001, "cluster 1")]
    [InlineData(0xff0, "cluster 4080")]
    [InlineData(0xff7, "cluster 4087")]
    [InlineData(0xfff, "the mark of the end")]
    public void A_chain_that_leads_out_of_the_volume(int entry, string found)
    {
        var first = FirstClusterOf("file");
        SetEntry(first, entry);

        AssertRefused(PlaceOfEntry(first), $"found {found} after 1 clusters, expected one of 2 to", Read);
    }

    [Fact]
    public void A_file_longer_than_its_clusters()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(EntryOf("FILE       ") + 28), uint.MaxValue);

        AssertRefused(null, "expected one of 2 to", Read);
    }

    [Fact]
    public void A_directory_that_is_its_own_child_ends_with_the_path()
    {
        var folder = FirstClusterOf("folder");
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan((int)Open().BootSector.DataStart + ((folder - 2) * Cluster) + (2 * 32) + 26), (ushort)folder);
        _image[(int)Open().BootSector.DataStart + ((folder - 2) * Cluster) + (2 * 32) + 11] = 0x10;

        Assert.True(Open().TryFind(string.Concat(Enumerable.Repeat("folder\\inside\\", 1)), out var file));
        Assert.True(Open().TryFind("folder" + string.Concat(Enumerable.Repeat("\\inside", 1000)), out var deep));
        Assert.Equal(file.FirstCluster, deep.FirstCluster);
    }

    [Fact]
    public void Truncated_images()
    {
        for (var length = 0; length < _image.Length; length += 3001)
        {
            using var truncated = new MemoryStream(_image, 0, length);
            try
            {
                Walk(FatVolume.Open(truncated));
            }
            catch (FatFormatException error)
            {
                Assert.InRange(error.Offset, 0, _image.Length);
            }
        }

        using var half = new MemoryStream(_image, 0, 2000);
        Assert.Contains("truncated", Assert.Throws<FatFormatException>(() => FatVolume.Open(half)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_volumes_end_with_files_or_an_error_that_has_a_place()
    {
        const long MostMemory = 16 << 20;
        var units = Open().BootSector;

        // The boot sector, the tables, the root, and the clusters of directories.
        (int Start, int Length)[] targets = [(0, 64), ((int)units.TableStart, 64), ((int)units.RootStart, 320), ((int)units.DataStart + ((FirstClusterOf("folder") - 2) * Cluster), Cluster)];
        MutatedVolume.Check<FatFormatException>(_image, targets, MostMemory, () => Walk(Open()), error => error.Offset);
    }

    /// <summary>Looks at everything two levels deep, and reads the start and the end of each file.</summary>
    private static void Walk(FatVolume volume)
    {
        var buffer = new byte[1024];
        foreach (var file in volume.Enumerate(volume.Root).Take(1000).SelectMany(file => file.IsDirectory ? volume.Enumerate(file).Take(1000) : [file]).Where(file => !file.IsDirectory))
        {
            using var content = volume.OpenRead(file);
            content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            content.Position = Math.Max(0, content.Length - buffer.Length);
            content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
    }

    private static object Read(FatVolume volume)
    {
        Assert.True(volume.TryFind("file", out var file));
        return volume.OpenRead(file);
    }

    private FatVolume Open() => FatVolume.Open(new MemoryStream(_image));

    private void AssertRefused(long? place, string message, Func<FatVolume, object> read)
    {
        var error = Assert.Throws<FatFormatException>(() => read(Open()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(place ?? error.Offset, error.Offset);
    }

    private int FirstClusterOf(string name) => Open().TryFind(name, out var file) ? (int)file.FirstCluster : throw new InvalidOperationException($"{name} is missing");

    private int EntryOf(string shortName) => _image.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(shortName));

    private int PlaceOfEntry(int cluster) => (int)Open().BootSector.TableStart + (cluster * 3 / 2);

    private void SetEntry(int cluster, int value)
    {
        var at = PlaceOfEntry(cluster);
        var old = BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(at));
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(at), (ushort)((cluster & 1) == 0 ? (old & 0xf000) | value : (old & 0xf) | (value << 4)));
    }

    /// <summary>A FAT12 volume with a file of several clusters, and a folder with one.</summary>
    public sealed class Volume
    {
        public Volume()
        {
            using var image = new FatImage(256, "-c", "1");
            Bytes = image.MakeFolder("/folder").Copy("/folder/inside", new byte[700]).Copy("/a long name that takes parts", "x"u8).Copy("/FILE", new byte[5000]).Bytes;
        }

        public byte[] Bytes { get; }
    }
}
