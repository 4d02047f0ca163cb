using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>READ, WRITE, VERIFY and their kin, as they go over the wire.</summary>
public class BlockCommandTests
{
    private static readonly byte[] Block = Rig.Disk(1);

    // The disk has 2048 blocks, 800h.
    [Theory]
    [InlineData("0800000001 00", "00")]
    [InlineData("080007ff01 00", "00")]
    [InlineData("0800080001 00", "02 5/21/00")]
    [InlineData("0800070100 00", "02 5/21/00")]
    [InlineData("0800070000 00", "00")]
    [InlineData("2800 00000800 00 0000 00", "00")]
    [InlineData("2800 00000801 00 0000 00", "02 5/21/00")]
    [InlineData("2800 000007ff 00 0002 00", "02 5/21/00")]
    [InlineData("2818 00000000 00 0001 00", "00")]
    [InlineData("2820 00000000 00 0001 00", "02 5/24/00")]
    [InlineData("2800 00000000 00 0001 04", "02 5/24/00")]
    [InlineData("2800 00000000 05 0001 00", "00")]
    [InlineData("a800 00000000 00000800 00 00", "00")]
    [InlineData("a800 00000001 00000800 00 00", "02 5/21/00")]
    [InlineData("8800 0000000000000000 00000001 00 00", "00")]
    [InlineData("8800 ffffffffffffffff 00000001 00 00", "02 5/21/00")]
    [InlineData("8800 0000000000000001 ffffffff 00 00", "02 5/21/00")]
    [InlineData("2f00 00000000 00 0800 00", "00")]
    [InlineData("2f00 00000000 00 0801 00", "02 5/21/00")]
    [InlineData("2f04 00000000 00 0001 00", "02 5/24/00")]
    [InlineData("2f20 00000000 00 0001 00", "02 5/24/00")]
    [InlineData("8f10 0000000000000000 00000800 00 00", "00")]
    [InlineData("af00 00000800 00000001 00 00", "02 5/21/00")]
    [InlineData("3402 00000000 00 0001 00", "00")]
    [InlineData("9000 0000000000000800 00000001 00 00", "02 5/21/00")]
    [InlineData("3500 00000000 00 0000 00", "00")]
    [InlineData("9102 0000000000000801 00000000 00 00", "02 5/21/00")]
    [InlineData("2501 00000000 0000 00 00", "02 5/24/00")]
    [InlineData("9e11 0000000000000000 00000020 00 00", "02 5/24/00")]
    [InlineData("ff00 00000000 00 0000 00", "02 5/20/00")]
    public void A_range_and_the_bits_beside_it_are_judged(string cdb, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Run(cdb, expected: 1 << 20).ToString());
    }

    [Theory]
    [InlineData("0a00000501 00", "0800000501 00")]
    [InlineData("2a00 00000005 00 0001 00", "2800 00000005 00 0001 00")]
    [InlineData("aa08 00000005 00000001 00 00", "a800 00000005 00000001 00 00")]
    [InlineData("8a18 0000000000000005 00000001 00 00", "8800 0000000000000005 00000001 00 00")]
    [InlineData("2e00 00000005 00 0001 00", "2800 00000005 00 0001 00")]
    [InlineData("ae02 00000005 00000001 00 00", "a800 00000005 00000001 00 00")]
    [InlineData("8e02 0000000000000005 00000001 00 00", "8800 0000000000000005 00000001 00 00")]
    public void What_is_written_in_one_form_is_read_in_all(string write, string read)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal("00", client.Put(write, Block));
        Assert.Equal(Block, client.Run(read, expected: 512).Data);
        Assert.Equal(Block, client.Run("2800 00000005 00 0001 00", expected: 512).Data);
        Assert.Equal(new byte[512], client.Run("2800 00000006 00 0001 00", expected: 512).Data);
    }

    [Theory]
    [InlineData("0a00000001 00")]
    [InlineData("2a00 00000000 00 0001 00")]
    [InlineData("aa00 00000000 00000001 00 00")]
    [InlineData("8a00 0000000000000000 00000001 00 00")]
    [InlineData("8b00 0000000000000000 00000001 00 00")]
    [InlineData("2e00 00000000 00 0001 00")]
    [InlineData("4100 00000000 00 0001 00")]
    [InlineData("9300 0000000000000000 00000001 00 00")]
    [InlineData("8900 0000000000000000 000000 01 00 00")]
    public void A_read_only_disk_is_protected_and_so_is_one_that_software_protects(string cdb)
    {
        var data = new byte[cdb.StartsWith("89", StringComparison.Ordinal) ? 1024 : 512];
        using var readOnly = DiskClient.On(new ZeroBlockStore(2048));
        using var protectedBySoftware = DiskClient.On(DiskClient.Blank());
        Assert.Equal("00", protectedBySoftware.Put("1510 0000 10 00", [0, 0, 0, 0, 0x0a, 10, 0, 0x10, 0x08, 0, 0, 0, 0, 0, 0, 0]));

        Assert.Equal("02 7/27/00", readOnly.Put(cdb, data));
        Assert.Equal("02 7/27/02", protectedBySoftware.Put(cdb, data));
    }

    [Fact]
    public void Data_of_the_wrong_length_are_told_as_residuals()
    {
        using var client = DiskClient.On(DiskClient.Blank());

        var tooMany = client.Run("2a00 00000000 00 0001 00", new byte[1024]);
        Assert.Equal(("00", 2), (tooMany.ToString(), tooMany.ResidualFlags));
        var tooFew = client.Run("2a00 00000000 00 0002 00", Block);
        Assert.Equal(("00", 4), (tooFew.ToString(), tooFew.ResidualFlags));
        Assert.Equal(Block, client.Run("2800 00000000 00 0001 00", expected: 512).Data);
        var partOfABlock = client.Run("2a00 00000001 00 0001 00", Block[..300]);
        Assert.Equal(("00", 4), (partOfABlock.ToString(), partOfABlock.ResidualFlags));
        Assert.Equal(new byte[512], client.Run("2800 00000001 00 0001 00", expected: 512).Data);
    }

    [Fact]
    public void Verify_compares_byte_by_byte_and_says_where_they_differ()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        Assert.Equal("00", client.Put("2a00 00000002 00 0001 00", Block));
        byte[] two = [.. new byte[512], .. Block];

        Assert.Equal("00", client.Put("2f02 00000001 00 0002 00", two));
        two[600] ^= 1;
        var answer = client.Run("2f02 00000001 00 0002 00", two);
        Assert.Equal("02 e/1d/00", answer.ToString());
        Assert.Equal("f0000e00000002", Convert.ToHexStringLower(answer.SenseBytes!.AsSpan(0, 7)));
        Assert.Equal("00", client.Put("8f06 0000000000000004 00000100 00 00", new byte[512]));
        Assert.Equal("02 e/1d/00", client.Put("8f06 0000000000000000 00000100 00 00", new byte[512]));
    }

    [Fact]
    public void Orwrite_adds_bits()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        byte[] low = [.. Enumerable.Repeat((byte)0x05, 512)];

        Assert.Equal("00", client.Put("8b00 0000000000000000 00000001 00 00", low));
        Assert.Equal("00", client.Put("8b08 0000000000000000 00000001 00 00", [.. low.Select(value => (byte)(value << 4))]));
        Assert.All(client.Run("2800 00000000 00 0001 00", expected: 512).Data, value => Assert.Equal(0x55, value));
    }

    [Theory]
    [InlineData("2a00 00000000 00 0001 00", 0)]
    [InlineData("2a08 00000000 00 0001 00", 1)]
    [InlineData("8a08 0000000000000000 00000001 00 00", 1)]
    [InlineData("0a00000001 00", 0)]
    [InlineData("0a08000001 00", 0)]
    [InlineData("8b08 0000000000000000 00000001 00 00", 1)]
    [InlineData("2e00 00000000 00 0001 00", 1)]
    public void Fua_makes_a_write_safe_before_it_is_answered(string cdb, int flushes)
    {
        var store = new FlushCounter();
        using var client = DiskClient.On(store);

        Assert.Equal("00", client.Put(cdb, Block));
        Assert.Equal(flushes, store.Flushes);
    }

    [Fact]
    public void A_disk_that_fails_is_a_medium_error()
    {
        using var client = DiskClient.On(new FlushCounter { Fails = true });

        Assert.Equal("02 3/0c/00", client.Put("2a00 00000000 00 0001 00", Block));
        Assert.Equal("02 3/0c/00", client.Run("3500 00000000 00 0000 00").ToString());
        Assert.Equal("02 3/11/00", client.Run("2800 00000000 00 0001 00", expected: 512).ToString());
        Assert.Equal("02 3/11/00", client.Put("2f02 00000000 00 0001 00", Block));
        Assert.Equal("02 3/0c/00", client.Put("4100 00000000 00 0001 00", Block));
    }

    // Has 2^20 blocks, so that a CDB of six bytes reaches all it can name.
    private sealed class FlushCounter : IBlockStore
    {
        public int BlockSize => 512;

        public long BlockCount => 1 << 20;

        public bool IsReadOnly => false;

        public bool Fails { get; init; }

        public int Flushes { get; private set; }

        public void Read(long block, Span<byte> destination) => Fail();

        public void Write(long block, ReadOnlySpan<byte> source) => Fail();

        public void Flush()
        {
            Flushes++;
            Fail();
        }

        private void Fail()
        {
            if (Fails)
            {
                throw new IOException("broken");
            }
        }
    }
}
