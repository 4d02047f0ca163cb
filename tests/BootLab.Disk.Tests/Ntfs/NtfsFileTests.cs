using BootLab.Disk.Ntfs;
using Xunit;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>Names, links, streams and what is said of files.</summary>
public sealed class NtfsFileTests(NtfsFileTests.Volume volume) : IClassFixture<NtfsFileTests.Volume>
{
    private readonly NtfsVolume _volume = volume.Open();

    [Fact]
    public void Names_are_found_in_either_case_and_exactly_where_there_are_both()
    {
        Assert.Equal("upper"u8.ToArray(), _volume.ReadAll("README"));
        Assert.Equal("lower"u8.ToArray(), _volume.ReadAll("readme"));
        Assert.Equal("upper"u8.ToArray(), _volume.ReadAll("ReadMe"));
        Assert.Equal("fruit"u8.ToArray(), _volume.ReadAll("äPFEL"));
        Assert.True(_volume.TryFind(@"\FOLDER/A file of some length 31", out var file) && file.Name == "a file of some length 31");
        Assert.False(_volume.TryFind("folder/a file of some length", out _));
        Assert.False(_volume.TryFind("readme/below", out _));
        Assert.True(_volume.TryFind(string.Empty, out var root) && root.Reference == _volume.Root.Reference);
    }

    [Fact]
    public void A_directory_of_several_blocks_is_listed_once_and_in_order()
    {
        var folder = SmallVolume.Find(_volume, "folder");
        var names = _volume.Enumerate(folder).Select(entry => entry.Name).ToArray();

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"a file of some length {i}").Order(StringComparer.Ordinal), names);
        Assert.True(folder is { IsDirectory: true, Length: 0, Streams: [] } && folder.Attributes.HasFlag(FileAttributes.Directory));
        Assert.DoesNotContain(_volume.Enumerate(_volume.Root), entry => entry.Name == ".");
        Assert.Throws<ArgumentException>(() => _volume.Enumerate(SmallVolume.Find(_volume, "readme")));
    }

    [Fact]
    public void Hard_links_are_names_of_one_file()
    {
        var file = SmallVolume.Find(_volume, "linked");

        Assert.Equal(file.Reference, SmallVolume.Find(_volume, "a link to it with a name of some length 11").Reference);
        Assert.Equal((13, 13), (file.LinkCount, file.Names.Count(name => name.Namespace != NtfsNamespace.Dos)));
        Assert.All(file.Names, name => Assert.Equal(5, name.Directory.Record));
        Assert.Equal("linked"u8.ToArray(), _volume.ReadAll(file));
    }

    [Fact]
    public void A_symbolic_link_is_named_and_not_followed()
    {
        var link = SmallVolume.Find(_volume, "symbolic");

        Assert.Equal(new ReparsePoint(ReparsePoint.SymbolicLinkTag, "symbolic link", @"folder\inside"), link.ReparsePoint);
        Assert.False(_volume.TryFind("symbolic/a file of some length 1", out _));
    }

    [Fact]
    public void A_mount_point_is_named_by_where_it_leads()
    {
        Assert.Equal(new ReparsePoint(ReparsePoint.MountPointTag, "mount point", @"\??\"), SmallVolume.Find(_volume, "mounted").ReparsePoint);
    }

    [Fact]
    public void An_encrypted_stream_and_a_volume_that_was_not_put_away_are_said_to_be_so()
    {
        var image = volume.Image;
        var record = SmallVolume.RecordOf(image, "compressed");
        image[SmallVolume.AttributeOf(image, record, 0x80) + 13] |= 0x40;
        var information = SmallVolume.AttributeOf(image, SmallVolume.RecordOf(image, "$Volume"), 0x70);
        image[information + image[information + 20] + 10] |= 1;

        var changed = NtfsVolume.Open(new MemoryStream(image));
        Assert.Equal("encrypted file (EFS)", SmallVolume.Find(changed, "compressed").Streams.Single().Unreadable);
        Assert.True(changed.IsDirty);
    }

    [Fact]
    public void A_file_of_CompactOS_is_not_read_as_what_it_is_not()
    {
        var file = SmallVolume.Find(_volume, "compact");

        Assert.Equal("file compressed by CompactOS (LZX, 32 KiB)", file.Streams.Single().Unreadable);
        Assert.Contains("CompactOS", Assert.Throws<NotSupportedException>(() => _volume.OpenRead(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alternate_streams()
    {
        var file = SmallVolume.Find(_volume, "streams");

        Assert.Equal([string.Empty, "other", "third"], file.Streams.Select(stream => stream.Name).Order(StringComparer.Ordinal));
        Assert.Equal("contents"u8.ToArray(), _volume.ReadAll(file));
        Assert.Equal("alternate"u8.ToArray(), _volume.ReadAll(file, "other"));
        Assert.Equal(new byte[5000], _volume.ReadAll(file, "third"));
        Assert.Throws<FileNotFoundException>(() => _volume.OpenRead(file, "fourth"));
        Assert.Throws<FileNotFoundException>(() => _volume.OpenRead(_volume.Root));
    }

    [Fact]
    public void Sizes_and_attributes()
    {
        var compressed = SmallVolume.Find(_volume, "compressed");

        Assert.Equal(SmallVolume.Compressed, _volume.ReadAll(compressed));
        Assert.True(compressed.Attributes.HasFlag(FileAttributes.Compressed));
        Assert.Equal(900_000, SmallVolume.Find(_volume, "sparse").Length);
        Assert.Equal(new byte[900_000], _volume.ReadAll("sparse"));
        Assert.InRange(compressed.Times.Modified!.Value, DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.False(_volume.IsDirty);
    }

    [Fact]
    public void A_volume_may_start_anywhere_in_a_disk()
    {
        var inDisk = NtfsVolume.Open(new MemoryStream([.. new byte[1 << 20], .. volume.Image]), 1 << 20);

        Assert.Equal(SmallVolume.Compressed, inDisk.ReadAll("compressed"));
    }

    public sealed class Volume : IDisposable
    {
        private readonly NtfsImage _image = SmallVolume.Make();

        public byte[] Image => File.ReadAllBytes(_image.Path);

        public NtfsVolume Open() => _image.Open();

        public void Dispose() => _image.Dispose();
    }
}
