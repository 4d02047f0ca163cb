using System.Buffers.Binary;
using BootLab.Disk.Ntfs;
using Xunit;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>Volumes that are damaged, or made to harm: a clear error with the place, in bounded time and memory.</summary>
public sealed class NtfsHostileTests(NtfsFileTests.Volume volume) : IClassFixture<NtfsFileTests.Volume>
{
    private const int AttributeList = 0x20;
    private const int Data = 0x80;

    private readonly byte[] _image = volume.Image;

    [Theory]
    [InlineData(3, "00", 0x3, "found no signature")]
    [InlineData(11, "0002e0", 0xd, "sectors of a cluster")]
    [InlineData(11, "0300", 0xb, "sectors of 3 bytes")]
    [InlineData(40, "ffffffffffffffff", 0x28, "18446744073709551615 sectors")]
    [InlineData(40, "ffffffffffffff7f", 0x28, "fewer than 2^63 bytes")]
    [InlineData(48, "0000000000000010", 0x30, "the master file table at cluster 1152921504606846976")]
    [InlineData(64, "80", 0x40, "found the size -128")]
    [InlineData(68, "00", 0x44, "found the size 0")]
    public void Boot_sectors(int offset, string hex, long place, string message)
    {
        Convert.FromHexString(hex).CopyTo(_image, offset);

        AssertRefused(place, message, volume => volume.Root);
    }

    [Fact]
    public void A_record_torn_while_it_was_written()
    {
        var record = SmallVolume.RecordOf(_image, "compressed");
        _image[record + 1023] ^= 1;

        AssertRefused(record + 1022, "torn while it was written", volume => SmallVolume.Find(volume, "compressed"));
    }

    [Fact]
    public void A_root_that_is_a_file()
    {
        const int Flags = 22;
        var record = SmallVolume.RecordOf(_image, string.Empty);
        _image[record + Flags] &= 0xfd;

        AssertRefused(record, "expected the root directory", volume => volume.Root);
    }

    [Fact]
    public void A_run_beyond_the_volume()
    {
        var (attribute, pairs) = DataOf("compressed");
        _image[pairs + 1 + (_image[pairs] & 0xf) + (_image[pairs] >> 4) - 1] = 0x7f;

        AssertRefused(pairs, "within the volume's", volume => volume.ReadAll("compressed"));
        Assert.True(attribute < pairs);
    }

    [Theory]
    [InlineData(48, long.MaxValue, "found a size of 9223372036854775807 bytes")]
    [InlineData(48, -1, "found a size of -1 bytes")]
    [InlineData(56, long.MaxValue, "found 9223372036854775807 bytes written")]
    [InlineData(16, 1, null)]
    [InlineData(24, 1L << 40, "expected 1099511627776")]
    public void Absurd_numbers_of_a_stream(int field, long value, string? message)
    {
        var (attribute, pairs) = DataOf("compressed");
        BinaryPrimitives.WriteInt64LittleEndian(_image.AsSpan(attribute + field), value);
        if (message is null)
        {
            // What starts in the midst is not the first part of anything.
            Assert.Throws<FileNotFoundException>(() => Open().ReadAll("compressed"));
            return;
        }

        AssertRefused(pairs, message, volume => volume.ReadAll("compressed"));
    }

    [Fact]
    public void An_attribute_list_that_names_another_files_record()
    {
        var other = SmallVolume.Find(Open(), "compressed").Reference;
        var entry = EntriesElsewhere(SmallVolume.Find(Open(), "linked").Reference.Record)[0];
        BinaryPrimitives.WriteUInt64LittleEndian(_image.AsSpan(entry + 16), (ulong)other.Record | ((ulong)other.Sequence << 48));

        AssertRefused(SmallVolume.RecordOf(_image, "compressed"), "found a record of the file 0-0, expected one of", volume => SmallVolume.Find(volume, "linked"));
    }

    [Fact]
    public void An_attribute_list_that_leads_back_to_its_own_record()
    {
        var own = SmallVolume.Find(Open(), "linked").Reference;
        foreach (var entry in EntriesElsewhere(own.Record))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_image.AsSpan(entry + 16), (ulong)own.Record | ((ulong)own.Sequence << 48));
        }

        // The record is read once, and what it holds itself is what the file has.
        var names = SmallVolume.Find(Open(), "linked").Names.Count;
        Assert.InRange(names, 1, 12);
    }

    [Fact]
    public void An_attribute_list_in_a_record_that_an_attribute_list_names()
    {
        // The first name in a further record becomes a list, which is not followed.
        var own = SmallVolume.Find(Open(), "linked");
        var further = BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(EntriesElsewhere(own.Reference.Record)[0] + 16)) & 0xffffffffffff;
        var record = SmallVolume.RecordOf(_image, "linked") + (((int)further - (int)own.Reference.Record) * 1024);
        var attribute = SmallVolume.AttributeOf(_image, record, 0x30);
        _image[attribute] = AttributeList;

        Assert.Equal(own.Names.Count - 1, SmallVolume.Find(Open(), "linked").Names.Count);
    }

    [Fact]
    public void A_directory_that_runs_in_a_circle()
    {
        // The first leaf of the folder gets itself as the child of its last entry.
        var block = FirstBlockNaming("a file of some length 0");
        var header = block + 24;
        var entry = header + BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(header));
        while ((_image[entry + 12] & 2) == 0)
        {
            entry += BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(entry + 8));
        }

        Assert.Equal(0, _image[entry + 12] & 1);
        _image[entry + 12] |= 1;
        _image[entry + 8] += 8;
        _image.AsSpan(block + 16, 8).CopyTo(_image.AsSpan(entry + 16));
        BinaryPrimitives.WriteInt32LittleEndian(_image.AsSpan(header + 4), BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(header + 4)) + 8);

        AssertRefused(entry, "runs in a circle", volume => volume.Enumerate(SmallVolume.Find(volume, "folder")).Count());
    }

    [Fact]
    public void Truncated_images()
    {
        for (var length = 0; length < _image.Length; length += 30_000 - (length / 200))
        {
            using var truncated = new MemoryStream(_image, 0, length);
            try
            {
                Walk(NtfsVolume.Open(truncated));
            }
            catch (NtfsFormatException error)
            {
                Assert.InRange(error.Offset, 0, _image.Length);
            }
        }

        using var half = new MemoryStream(_image, 0, 600);
        Assert.Contains("truncated", Assert.Throws<NtfsFormatException>(() => NtfsVolume.Open(half)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_volumes_end_with_files_or_an_error_that_has_a_place()
    {
        const long MostMemory = 32 << 20;
        var targets = Structures();
        MutatedVolume.Check<NtfsFormatException>(_image, targets, MostMemory, () => Walk(Open()), error => error.Offset);
    }

    /// <summary>Looks at everything, and reads the start and the end of each stream.</summary>
    private static void Walk(NtfsVolume volume)
    {
        var buffer = new byte[4096];
        foreach (var entry in volume.Enumerate(volume.Root))
        {
            var file = volume.Read(entry.File);
            if (file.IsDirectory)
            {
                Assert.InRange(volume.Enumerate(file).Count(), 0, 10_000);
            }

            foreach (var stream in file.Streams.Where(stream => stream.Unreadable is null).DistinctBy(stream => stream.Name))
            {
                using var data = volume.OpenRead(file, stream.Name);
                data.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                data.Position = Math.Max(0, data.Length - buffer.Length);
                data.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            }
        }
    }

    private static byte[] Utf16(string text) => System.Text.Encoding.Unicode.GetBytes(text);

    private NtfsVolume Open() => NtfsVolume.Open(new MemoryStream(_image));

    private void AssertRefused(long place, string message, Func<NtfsVolume, object> read)
    {
        var error = Assert.Throws<NtfsFormatException>(() => read(Open()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(place, error.Offset);
    }

    private (int Attribute, int Pairs) DataOf(string path)
    {
        var attribute = SmallVolume.AttributeOf(_image, SmallVolume.RecordOf(_image, path), Data);
        return (attribute, attribute + BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(attribute + 32)));
    }

    // Entries of the list of 'linked' that lead out of its record.
    private List<int> EntriesElsewhere(long own)
    {
        var list = SmallVolume.AttributeOf(_image, SmallVolume.RecordOf(_image, "linked"), AttributeList);
        var length = BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(list + (_image[list + 8] == 0 ? 16 : 48)));
        var entries = new List<int>();
        for (int start = ListValueOf(list), entry = start; entry < start + length; entry += BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(entry + 4)))
        {
            if ((BinaryPrimitives.ReadInt64LittleEndian(_image.AsSpan(entry + 16)) & 0xffffffffffff) != own)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private int ListValueOf(int list)
    {
        if (_image[list + 8] == 0)
        {
            return list + BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(list + 20));
        }

        // One run, whose place is short.
        var pairs = list + BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(list + 32));
        Assert.Equal(0x21, _image[pairs]);
        return BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(pairs + 2)) * 512;
    }

    private int FirstBlockNaming(string name)
    {
        for (var at = 0; ; at += 512)
        {
            if (_image.AsSpan(at).StartsWith("INDX"u8) && _image.AsSpan(at, 4096).IndexOf(Utf16(name)) > 0)
            {
                return at;
            }
        }
    }

    /// <summary>Bytes that the walk has to understand: the boot sector, the used part of the records that it reads, blocks of directories, an attribute list and compressed data.</summary>
    private List<(int Start, int Length)> Structures()
    {
        List<(int, int)> places = [(0, 84)];
        var inFolder = Utf16("a file of some length");
        for (var at = 0; at < _image.Length; at += 512)
        {
            var used = BinaryPrimitives.ReadInt32LittleEndian(_image.AsSpan(at + 24));
            if (_image.AsSpan(at).StartsWith("FILE"u8) && (_image[at + 22] & 1) != 0 && _image.AsSpan(at, used).IndexOf(inFolder) < 0)
            {
                places.Add((at, used));
            }
            else if (_image.AsSpan(at).StartsWith("INDX"u8))
            {
                places.Add((at, 4096));
            }
        }

        var list = ListValueOf(SmallVolume.AttributeOf(_image, SmallVolume.RecordOf(_image, "linked"), AttributeList));
        var pairs = DataOf("compressed").Pairs;
        Assert.Equal(2, _image[pairs] >> 4);
        var packed = BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(pairs + 1 + (_image[pairs] & 0xf))) * 512;
        return [.. places, (list, 256), (packed, 4096)];
    }
}
