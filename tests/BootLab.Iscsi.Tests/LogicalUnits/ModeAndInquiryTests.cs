using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>Mode pages, sense formats, supported operation codes, removable media, and what a unit says of itself.</summary>
public class ModeAndInquiryTests
{
    private const string TestUnitReady = "000000000000";

    [Theory]
    [InlineData("1a083f00ff00", "2f001000 0812040000000000000000000000000000000000 0a0a00100000000000000000 1c0a08000000000000000000")]
    [InlineData("1a080a00ff00", "0f001000 0a0a00100000000000000000")]
    [InlineData("1a084a00ff00", "0f001000 0a0a04000800000000000000")]
    [InlineData("1a088a00ff00", "0f001000 0a0a00100000000000000000")]
    [InlineData("1a081cffff00", "0f001000 1c0a08000000000000000000")]
    [InlineData("1a080a000400", "0f001000")]
    [InlineData("5a000a00000000010000", "001a00100000 0008 00000800 00000200 0a0a00100000000000000000")]
    [InlineData("5a100a00000000010000", "002200100100 0010 0000000000000800 00000000 00000200 0a0a00100000000000000000")]
    public void Mode_sense_answers_as_asked(string cdb, string data)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(data.Replace(" ", "", StringComparison.Ordinal), client.Run(cdb, expected: 256).Hex);
    }

    [Theory]
    [InlineData("1a08ca00ff00", "02 5/39/00")]
    [InlineData("1a080100ff00", "02 5/24/00")]
    [InlineData("1a080a01ff00", "02 5/24/00")]
    public void Mode_sense_of_what_is_not_there_is_refused(string cdb, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Run(cdb, expected: 256).ToString());
    }

    [Fact]
    public void Descriptor_sense_can_be_chosen_and_is_told_to_others()
    {
        var server = DiskClient.Serve(DiskClient.Blank());
        using var client = DiskClient.At(server, 1);
        using var other = DiskClient.At(server, 2);
        Assert.Equal("00", other.Run(TestUnitReady).ToString());

        Assert.Equal("00", client.Put("1510 0000 10 00", Convert.FromHexString("00000000 0a0a04100000000000000000".Replace(" ", "", StringComparison.Ordinal))));
        Assert.Equal("7205240000000000", Convert.ToHexStringLower(client.Run("1a080100ff00", expected: 255).SenseBytes!));
        Assert.Equal("02 6/2a/01", other.Run(TestUnitReady).ToString());
        Assert.Equal("00", client.Run(TestUnitReady).ToString());
        var miscompare = client.Run("2f02 00000000 00 0001 00", Rig.Disk(1));
        Assert.Equal("720e1d000000000c 000a8000 0000000000000000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(miscompare.SenseBytes!));

        client.Reset();
        Assert.Equal("700006000000000a", Convert.ToHexStringLower(client.Run(TestUnitReady).SenseBytes!.AsSpan(0, 8)));
    }

    [Theory]
    [InlineData("1510 0000 10 00", "00000000 0a0a00100000000000000000", "00")]
    [InlineData("1510 0000 18 00", "00000008 00000800 00000200 0a0a00100000000000000000", "00")]
    [InlineData("1510 0000 18 00", "00000008 00000700 00000200 0a0a00100000000000000000", "02 5/26/00")]
    [InlineData("1510 0000 18 00", "00000008 00000800 00001000 0a0a00100000000000000000", "02 5/26/00")]
    [InlineData("1510 0000 10 00", "00000000 0a0a00000000000000000000", "02 5/26/00")]
    [InlineData("1510 0000 10 00", "00000000 0a0900100000000000000000", "02 5/26/00")]
    [InlineData("1510 0000 10 00", "00000000 010a00100000000000000000", "02 5/26/00")]
    [InlineData("1510 0000 0c 00", "00000000 0a0a001000000000", "02 5/1a/00")]
    [InlineData("1510 0000 03 00", "000000", "02 5/1a/00")]
    [InlineData("1511 0000 10 00", "00000000 0a0a00100000000000000000", "02 5/24/00")]
    [InlineData("5510 0000000000 0014 00", "0000000000000000 0a0a00100000000000000000", "00")]
    [InlineData("5510 0000000000 0024 00", "0000000001000010 0000000000000800 00000000 00000200 0a0a00100000000000000000", "00")]
    public void Mode_select_takes_only_what_can_be_changed(string cdb, string list, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Put(cdb, Convert.FromHexString(list.Replace(" ", "", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_operation_code_that_is_reported_is_known_and_no_other()
    {
        using var client = DiskClient.On(DiskClient.Blank());
        var all = client.Run("a30c0000 0000 00002000 00 00", expected: 8192).Data;
        var known = all[4..].Chunk(8).Where(entry => (entry[5] & 1) == 0).Select(entry => entry[0]).ToHashSet();
        var withActions = all[4..].Chunk(8).Where(entry => (entry[5] & 1) != 0).Select(entry => entry[0]).ToHashSet();

        for (var code = 0; code < 256; code++)
        {
            // A CDB with every reserved bit set is refused for its field where the code is known.
            var answer = client.Run($"{code:x2}{string.Concat(Enumerable.Repeat("ff", 15))}", new byte[8]).ToString();
            Assert.Equal((code, known.Contains((byte)code) || withActions.Contains((byte)code) ? "02 5/24/00" : "02 5/20/00"), (code, answer));
        }
    }

    [Theory]
    [InlineData("a30c0128 0000 00000100 00 00", "0003000a 2818ffffffff1fffff00")]
    [InlineData("a30c8128 0000 00000100 00 00", "0083000a 2818ffffffff1fffff00 000a00000000000000000000")]
    [InlineData("a30c029e 0010 00000100 00 00", "00030010 9e100000000000000000ffffffff0000")]
    [InlineData("a30c039e 0012 00000100 00 00", "00030010 9e12ffffffffffffffffffffffff0000")]
    [InlineData("a30c029e 0011 00000100 00 00", "00010000")]
    [InlineData("a30c01c0 0000 00000100 00 00", "00010000")]
    public void One_operation_code_is_reported_with_its_usage(string cdb, string data)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(data.Replace(" ", "", StringComparison.Ordinal), client.Run(cdb, expected: 256).Hex);
    }

    [Theory]
    [InlineData("a30c019e 0010 00000100 00 00")]
    [InlineData("a30c0228 0000 00000100 00 00")]
    [InlineData("a30c0428 0000 00000100 00 00")]
    [InlineData("a30b0000 0000 00000100 00 00")]
    public void Reports_that_do_not_fit_the_code_are_refused(string cdb)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal("02 5/24/00", client.Run(cdb, expected: 256).ToString());
    }

    [Fact]
    public void The_block_limits_are_those_that_are_kept()
    {
        using var client = DiskClient.On(DiskClient.Blank(blockSize: 4096));

        var page = client.Run("1201b000ff00", expected: 255).Data;
        Assert.Equal("00b0003c 01 80 0000 00000000 00000000 00000000 00100000 00000100 00000000 00000000 0000000000004000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(page.AsSpan(0, 44)));
        Assert.Equal("02 5/24/00", client.Put("8900 0000000000000000 000000 81 00 00", new byte[129 * 8192]));
        Assert.Equal("02 5/24/00", DiskClient.On(DiskClient.Blank(1 << 20)).Run("9301 0000000000000000 00020001 00 00").ToString());
    }

    [Fact]
    public void Sense_that_waits_can_be_asked_for()
    {
        using var client = DiskClient.At(DiskClient.Serve(DiskClient.Blank(), reportsPowerOn: true));

        Assert.Equal("00", client.Run("120000002400", expected: 36).ToString());
        Assert.Equal("700006000000000a00000000290000000000", client.Run("030000001200", expected: 18).Hex);
        Assert.Equal("700000000000000a00000000000000000000", client.Run("030000001200", expected: 18).Hex);
        Assert.Equal("7200000000000000", client.Run("030100001200", expected: 18).Hex);
        Assert.Equal("00", client.Run(TestUnitReady).ToString());
    }

    [Fact]
    public void A_removable_medium_goes_out_unless_somebody_keeps_it()
    {
        var server = DiskClient.Serve(DiskClient.Blank(), isRemovable: true);
        using var client = DiskClient.At(server, 1);
        using var other = DiskClient.At(server, 2);
        Assert.Equal("80", client.Run("120000002400", expected: 36).Hex[2..4]);
        Assert.Equal("00", other.Run("1e0000000100").ToString());

        Assert.Equal("02 5/53/02", client.Run("1b0000000200").ToString());
        other.Dispose();
        Assert.Equal("00", client.Run("1b0000000200").ToString());
        Assert.Equal(["02 2/3a/00", "02 2/3a/00", "02 2/3a/00"], new[] { TestUnitReady, "25000000000000000000", "08000000 01 00" }.Select(cdb => client.Run(cdb, expected: 512).ToString()));
        Assert.Equal("70000200000000 0a 00000000 3a00 00000000".Replace(" ", "", StringComparison.Ordinal), client.Run("030000001200", expected: 18).Hex);

        using var third = DiskClient.At(server, 3);
        Assert.Equal("02 2/3a/00", third.Run(TestUnitReady).ToString());
        Assert.Equal("00", client.Run("1b0000000300").ToString());
        Assert.Equal("00", client.Run(TestUnitReady).ToString());
        Assert.Equal("02 6/28/00", third.Run(TestUnitReady).ToString());
    }

    [Theory]
    [InlineData("1b0000000000", "00")]
    [InlineData("1b0000000100", "00")]
    [InlineData("1b0000001000", "00")]
    [InlineData("1b0000000200", "02 5/24/00")]
    public void A_disk_that_stays_in_is_always_ready(string cdb, string answer)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(answer, client.Run(cdb).ToString());
        Assert.Equal("00", client.Run(TestUnitReady).ToString());
    }

    [Theory]
    [InlineData("3700180000000000ff00", "00180000")]
    [InlineData("b71d 00000000 000000ff 00 00", "001d000000000000")]
    public void There_are_no_defects(string cdb, string data)
    {
        using var client = DiskClient.On(DiskClient.Blank());

        Assert.Equal(data, client.Run(cdb, expected: 256).Hex);
    }
}
