using System.Buffers.Binary;
using System.Text;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Writing;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Registry;

/// <summary>Hives made here: what is found in them, and what is said of damaged ones.</summary>
public sealed class RegistryHiveTests
{
    [Fact]
    public void Keys_are_found_by_path_whatever_the_case()
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("ControlSet001\\Services\\Grün").ClassName = "Klaß";
        var hive = RegistryHive.Open(writer.ToBytes());

        Assert.True(hive.TryFind("controlset001\\SERVICES\\GRÜN", out var key));
        Assert.Equal("Grün", key.Name);
        Assert.Equal("Klaß", key.ClassName);
        Assert.Null(hive.Root.ClassName);
        Assert.Same(hive.Root, hive.Find("\\"));
        Assert.False(hive.TryFind("ControlSet001\\Services\\Grün\\deeper", out _));
        Assert.False(hive.TryFind("ControlSet002", out _));
        Assert.Equal("SYSTEM", hive.Header.FileName);
        Assert.Empty(hive.NeededLogs);
    }

    [Fact]
    public void Values_are_read_by_their_type()
    {
        var writer = new RegistryHiveWriter();
        writer.Root.Set(string.Empty, "default")
            .Set("number", 0x80000001)
            .Set("big-endian", RegistryValueType.DWordBigEndian, [1, 2, 3, 4])
            .Set("long", RegistryValueType.QWord, [8, 7, 6, 5, 4, 3, 2, 1])
            .Set("short", RegistryValueType.DWord, [1, 2])
            .Set("text", "Sch\u00f6n \u4e2d", RegistryValueType.ExpandString)
            .Set("link", RegistryValueType.Link, Encoding.Unicode.GetBytes("\\Registry\\X"))
            .Set("open", RegistryValueType.String, [0x41, 0, 0x42, 0, 0x43])
            .Set("texts", ["one", "two"])
            .Set("nothing", RegistryValueType.None, [])
            .Set("own", (RegistryValueType)0x10007, [9]);
        var root = RegistryHive.Open(writer.ToBytes()).Root;

        Assert.Equal("default", root.Value(string.Empty)?.AsString);
        Assert.Equal(0x80000001, root.Value("NUMBER")?.AsUInt32);
        Assert.Equal(0x01020304u, root.Value("big-endian")?.AsUInt32);
        Assert.Equal(0x0102030405060708ul, root.Value("long")?.AsUInt64);
        Assert.Equal(0x80000001ul, root.Value("number")?.AsUInt64);
        Assert.Null(root.Value("long")?.AsUInt32);
        Assert.Null(root.Value("short")?.AsUInt32);
        Assert.Equal("Sch\u00f6n \u4e2d", root.Value("text")?.AsString);
        Assert.Equal("\\Registry\\X", root.Value("link")?.AsString);
        Assert.Equal("AB", root.Value("open")?.AsString);
        Assert.Equal(["one", "two"], root.Value("texts")!.AsStrings);
        Assert.Equal(["AB"], root.Value("open")!.AsStrings);
        Assert.Empty(root.Value("number")!.AsStrings);
        Assert.Empty(root.Value("nothing")!.Bytes);
        Assert.Equal([9], root.Value("own")!.Bytes);
        Assert.Equal(0x10007u, (uint)root.Value("own")!.Type);
        Assert.Null(root.Value("absent"));
    }

    [Theory]
    [InlineData("Current", 1)]
    [InlineData("Default", 3)]
    public void The_control_set_is_the_one_selected(string selection, uint number)
    {
        var writer = new RegistryHiveWriter("SYSTEM");
        writer.Root.Key("Select").Set("Current", 1).Set("Default", 3).Set("LastKnownGood", 2);
        writer.Root.Key("ControlSet001");
        writer.Root.Key("ControlSet003");
        var hive = RegistryHive.Open(writer.ToBytes());

        Assert.True(ControlSet.TryGet(hive, out var set, selection));
        Assert.Equal((number, $"ControlSet00{number}"), (set.Number, set.Key.Name));
        Assert.False(ControlSet.TryGet(hive, out _, "LastKnownGood"));
        Assert.False(ControlSet.TryGet(hive, out _, "Failed"));
    }

    [Fact]
    public void The_same_content_is_the_same_file() =>
        Assert.Equal(HiveContents.Random(9, 100).ToBytes(), HiveContents.Random(9, 100).ToBytes());

    [Fact]
    public void A_stream_is_read_as_far_as_the_hive_goes()
    {
        var writer = HiveContents.Random(10, 50);
        using var stream = new MemoryStream([.. writer.ToBytes(), .. new byte[5000]]);

        Assert.Equal(HiveContents.Lines(writer.Root), HiveContents.Lines(RegistryHive.Open(stream)));
    }

    [Fact]
    public void A_file_that_says_it_is_huge_is_refused_unread()
    {
        using var folder = new TemporaryFolder();
        var file = new RegistryHiveWriter().ToBytes();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), 0xfffff000);
        using var stream = new FileStream(folder.Write("huge", file), FileMode.Open);
        stream.SetLength(1L << 33);

        Assert.Equal("byte 0x28: found a hive of 4294967296 bytes, expected at most 536870912", Assert.Throws<HiveFormatException>(() => RegistryHive.Open(stream)).Message);
    }

    [Fact]
    public void A_dirty_hive_is_read_and_names_the_logs_it_waits_for()
    {
        var file = HiveContents.Random(11, 10).ToBytes();
        file[4]++;
        Seal(file);
        var hive = RegistryHive.Open(file);

        Assert.True(hive.Header.IsDirty);
        Assert.Equal([".LOG1", ".LOG2", ".LOG"], hive.NeededLogs);
        Assert.Equal("byte 0x4: found the sequence numbers 2 and 1, expected two equal ones: changes are still in the transaction logs", Assert.Single(hive.Problems).ToString());
        Assert.NotEmpty(hive.Root.Subkeys);
    }

    [Fact]
    public void A_hive_cut_off_is_read_up_to_there()
    {
        var writer = new RegistryHiveWriter();
        writer.Root.Key("near").Set("value", 1);
        writer.Root.Set("far", RegistryValueType.Binary, new byte[15_000]).Set("near", 2);
        var file = writer.ToBytes();
        var hive = RegistryHive.Open(file.AsMemory(0, 8192));

        Assert.Contains("the hive is cut off", Assert.Single(hive.Problems).Message, StringComparison.Ordinal);
        var error = Assert.Throws<HiveFormatException>(() => hive.Root.Value("far")!.Bytes);
        Assert.StartsWith("found the cell offset 0x", error.Error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 8192, file.Length);
    }

    [Theory]
    [InlineData(0, 0x78, "byte 0x0: found the signature 78656766, expected 'regf' of a registry hive")]
    [InlineData(20, 2, "byte 0x14: found a hive of version 2.5, expected 1.3 or later")]
    [InlineData(28, 1, "byte 0x1c: found a file of type 1, format 1, expected a hive (0, 1): a transaction log holds changes only")]
    [InlineData(36, 0x24, "byte 0x1024: found the cell offset 0x24, expected a key (nk) at a multiple of 8 below 0x1000")]
    [InlineData(4096, 0, "byte 0x1020: found the cell offset 0x20, expected a key (nk) at a multiple of 8 below 0x0")]
    [InlineData(4096 + 0x24, 0x6d, "byte 0x1020: found the bytes 6d6b, expected a key (nk)")]
    public void What_is_not_a_hive_is_refused(int offset, byte value, string message)
    {
        var file = new RegistryHiveWriter().ToBytes();
        file[offset] = value;

        var error = Assert.Throws<HiveFormatException>(() => RegistryHive.Open(file));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_key_below_itself_is_refused()
    {
        var writer = new RegistryHiveWriter();
        writer.Root.Key("a\\b");
        var file = writer.ToBytes();
        var (root, b) = (file.AsSpan().IndexOf("nk"u8), file.AsSpan().LastIndexOf("nk"u8));

        // b takes the list of the root: a, whose parent it is not.
        file.AsSpan(root + 20, 12).CopyTo(file.AsSpan(b + 20));
        var error = Assert.Throws<HiveFormatException>(() => HiveContents.Lines(RegistryHive.Open(file)));

        Assert.Contains("found the subkey 'a' of the parent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_is_no_subkey()
    {
        var writer = new RegistryHiveWriter();
        writer.Root.Key("a\\b");
        var file = writer.ToBytes();
        var cell = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(36));
        var (root, list) = (4096 + cell + 4, file.AsSpan().LastIndexOf("lh"u8));

        // a lists the root in place of b, and the root names a as its parent.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(list + 4), cell);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(root + 16), file.AsSpan(root + 2).IndexOf("nk"u8) + root + 2 - 4096 - 4);

        Assert.Contains("found the subkey 'ROOT' of the parent", Assert.Throws<HiveFormatException>(() => HiveContents.Lines(RegistryHive.Open(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_nest_512_levels_deep_and_no_deeper()
    {
        var deepest = string.Join('\\', Enumerable.Repeat("k", 512));
        var writer = new RegistryHiveWriter();
        writer.Root.Key(deepest);
        Assert.True(RegistryHive.Open(writer.ToBytes()).TryFind(deepest, out _));

        writer.Root.Key(deepest + "\\k");
        Assert.Contains("at most 512 levels", Assert.Throws<HiveFormatException>(() => RegistryHive.Open(writer.ToBytes()).Find(deepest + "\\k")).Message, StringComparison.Ordinal);
    }

    private static void Seal(Span<byte> file)
    {
        // The checksum anew, not by the code that is tested.
        var sum = 0u;
        for (var at = 0; at < 508; at += 4)
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(file[508..], sum);
    }
}
