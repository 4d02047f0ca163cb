using System.Buffers.Binary;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>UNMAP, WRITE SAME and GET LBA STATUS.</summary>
public class ProvisioningTests
{
    private const string GetLbaStatus = "9e12 0000000000000000 00000100 00 00";

    [Fact]
    public void Blocks_take_room_once_written_and_give_it_back_when_unmapped()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        Assert.Equal(["0+2048 deallocated"], Status(client));

        Assert.Equal("00", client.Put("2a00 00000010 00 0008 00", Rig.Disk(8)));
        Assert.Equal(["0+16 deallocated", "16+8 mapped", "24+2024 deallocated"], Status(client));

        Assert.Equal("00", client.Put("4200 00000000 00 0028 00", UnmapList((17, 2), (20, 1))));
        Assert.Equal(["0+16 deallocated", "16+1 mapped", "17+2 deallocated", "19+1 mapped", "20+1 deallocated", "21+3 mapped", "24+2024 deallocated"], Status(client));
        Assert.Equal(new byte[1024], client.Run("2800 00000011 00 0002 00", expected: 1024).Data);
        Assert.Equal(Rig.Disk(8)[(3 * 512)..(4 * 512)], client.Run("2800 00000013 00 0001 00", expected: 512).Data);
    }

    [Fact]
    public void What_is_beneath_an_overlay_is_hidden_by_unmapping_it()
    {
        var beneath = Rig.Disk(64);
        using var client = DiskClient.On(new CopyOnWriteBlockStore(new MemoryBlockStore(beneath)));
        Assert.Equal(["0+64 mapped"], Status(client));

        Assert.Equal("00", client.Put("4200 00000000 00 0018 00", UnmapList((0, 64))));
        Assert.Equal(["0+64 deallocated"], Status(client));
        Assert.Equal(new byte[64 * 512], client.Run("2800 00000000 00 0040 00", expected: 64 * 512).Data);
        Assert.Equal(Rig.Disk(64), beneath);
    }

    [Theory]
    [InlineData(0, 0, "00")]
    [InlineData(0, 2048, "00")]
    [InlineData(2048, 0, "00")]
    [InlineData(2047, 2, "02 5/21/00")]
    [InlineData(2049, 0, "02 5/21/00")]
    public void A_range_of_an_unmap_lies_on_the_disk(ulong block, uint count, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Put("4200 00000000 00 0018 00", UnmapList((block, count))));
    }

    [Fact]
    public void An_unmap_that_is_refused_changes_nothing()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        Assert.Equal("00", client.Put("2a00 00000000 00 0001 00", Rig.Disk(1)));

        Assert.Equal("02 5/21/00", client.Put("4200 00000000 00 0028 00", UnmapList((0, 1), (2048, 1))));
        Assert.Equal("02 5/1a/00", client.Put("4200 00000000 00 0004 00", new byte[4]));
        Assert.Equal("02 5/26/00", client.Put("4200 00000000 00 1018 00", UnmapList([.. Enumerable.Repeat((0ul, 1u), 257)])));
        Assert.Equal("00", client.Run("4200 00000000 00 0000 00").ToString());
        Assert.Equal(Rig.Disk(1), client.Run("2800 00000000 00 0001 00", expected: 512).Data);
    }

    [Fact]
    public void A_disk_that_cannot_give_room_back_does_not_say_that_it_does()
    {
        using var thin = DiskClient.On(DiskClient.Blank());
        using var thick = DiskClient.On(new Thick());

        Assert.Equal("c0", thin.Run("9e10 0000000000000000 00000020 00 00", expected: 32).Hex[28..30]);
        Assert.Equal("00b20004 00e40200".Replace(" ", "", StringComparison.Ordinal), thin.Run("1201b2004000", expected: 64).Hex);
        Assert.Equal("00", thick.Run("9e10 0000000000000000 00000020 00 00", expected: 32).Hex[28..30]);
        Assert.Equal("00b2000400000000", thick.Run("1201b2004000", expected: 64).Hex);
        Assert.Equal("02 5/20/00", thick.Put("4200 00000000 00 0018 00", UnmapList((0, 1))));
        Assert.Equal("02 5/24/00", thick.Put("9308 0000000000000000 00000001 00 00", new byte[512]));
        Assert.Equal("00010000", thick.Run("a30c0142 0000 00000040 00 00", expected: 64).Hex);
        Assert.Equal(["0+8 mapped"], Status(thick));
    }

    [Theory]
    [InlineData("4100 00000004 00 0003 00", true, "mapped")]
    [InlineData("9300 0000000000000004 00000003 00 00", true, "mapped")]
    [InlineData("9308 0000000000000004 00000003 00 00", true, "mapped")]
    [InlineData("9308 0000000000000004 00000003 00 00", false, "deallocated")]
    [InlineData("4108 00000004 00 0003 00", false, "deallocated")]
    [InlineData("9300 0000000000000004 00000003 00 00", false, "mapped")]
    public void Write_same_repeats_a_block_or_gives_room_back_when_zeros_are_asked_for(string cdb, bool hasData, string state)
    {
        using var client = DiskClient.On(DiskClient.Blank(16));
        Assert.Equal("00", client.Put("2a00 00000000 00 0010 00", Rig.Disk(16)));
        var block = hasData ? Rig.Disk(1) : new byte[512];

        Assert.Equal("00", client.Put(cdb, block));
        Assert.Equal([.. Rig.Disk(16)[..2048], .. block, .. block, .. block, .. Rig.Disk(16)[3584..]], client.Run("2800 00000000 00 0010 00", expected: 8192).Data);
        Assert.Equal(state == "mapped" ? ["0+16 mapped"] : ["0+4 mapped", "4+3 deallocated", "7+9 mapped"], Status(client));
    }

    [Theory]
    [InlineData("9301 0000000000000000 00000010 00 00", "mapped")]
    [InlineData("9309 0000000000000000 00000010 00 00", "deallocated")]
    public void Write_same_needs_no_data_for_zeros(string cdb, string state)
    {
        using var client = DiskClient.On(DiskClient.Blank(16));
        Assert.Equal("00", client.Put("2a00 00000000 00 0010 00", Rig.Disk(16)));

        Assert.Equal("00", client.Run(cdb).ToString());
        Assert.Equal(new byte[8192], client.Run("2800 00000000 00 0010 00", expected: 8192).Data);
        Assert.Equal([$"0+16 {state}"], Status(client));
    }

    [Theory]
    [InlineData("4100 00000000 00 0000 00", 512, "02 5/24/00")]
    [InlineData("4100 00000800 00 0001 00", 512, "02 5/21/00")]
    [InlineData("4100 00000000 00 0001 00", 1024, "02 5/24/00")]
    [InlineData("4110 00000000 00 0001 00", 512, "02 5/24/00")]
    [InlineData("9300 0000000000000000 00000001 00 00", 256, "02 5/24/00")]
    public void Write_same_is_judged(string cdb, int length, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Put(cdb, new byte[length]));
    }

    [Fact]
    public void Get_lba_status_begins_where_it_is_told_and_ends_with_its_room()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        for (var block = 0; block < 2048; block += 2)
        {
            Assert.Equal("00", client.Put($"2a00 {block:x8} 00 0001 00", Rig.Disk(1)));
        }

        Assert.Equal(["4+1 mapped", "5+1 deallocated"], Status(client, "9e12 0000000000000004 00000028 00 00"));
        Assert.Equal(256, Status(client, "9e12 0000000000000000 00010000 00 00").Length);
        Assert.Equal("02 5/21/00", client.Run("9e12 0000000000000800 00000028 00 00", expected: 40).ToString());
    }

    private static string[] Status(DiskClient client, string cdb = GetLbaStatus)
    {
        var data = client.Run(cdb, expected: 1 << 16).Data;
        Assert.Equal(data.Length - 4, (int)BinaryPrimitives.ReadUInt32BigEndian(data));
        return [.. data[8..].Chunk(16).Select(range =>
            $"{BinaryPrimitives.ReadInt64BigEndian(range)}+{BinaryPrimitives.ReadUInt32BigEndian(range.AsSpan(8))} {(range[12] == 0 ? "mapped" : "deallocated")}")];
    }

    private static byte[] UnmapList(params (ulong Block, uint Count)[] ranges)
    {
        var list = new byte[8 + (16 * ranges.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(list, (ushort)(list.Length - 2));
        BinaryPrimitives.WriteUInt16BigEndian(list.AsSpan(2), (ushort)(list.Length - 8));
        for (var i = 0; i < ranges.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(list.AsSpan(8 + (16 * i)), ranges[i].Block);
            BinaryPrimitives.WriteUInt32BigEndian(list.AsSpan(16 + (16 * i)), ranges[i].Count);
        }

        return list;
    }

    private sealed class Thick : IBlockStore
    {
        public int BlockSize => 512;

        public long BlockCount => 8;

        public bool IsReadOnly => false;

        public void Read(long block, Span<byte> destination) => destination.Clear();

        public void Write(long block, ReadOnlySpan<byte> source)
        {
        }

        public void Flush()
        {
        }
    }
}
