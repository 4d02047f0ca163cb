using BootLab.Iscsi.Target;
using BootLab.Iscsi.Tests.Support;
using Xunit;

namespace BootLab.Iscsi.Tests.LogicalUnits;

/// <summary>RESERVE and RELEASE, and persistent reservations, between initiators.</summary>
public sealed class ReservationTests : IDisposable
{
    private const string Conflict = "18";
    private const string Reserve6 = "160000000000";
    private const string Release6 = "170000000000";
    private const string TestUnitReady = "000000000000";
    private const string Read = "2800 00000000 00 0001 00";
    private const string Write = "2a00 00000000 00 0001 00";

    private readonly TargetServer _server = DiskClient.Serve(DiskClient.Blank());
    private readonly DiskClient _first;
    private readonly DiskClient _second;
    private readonly DiskClient _third;

    public ReservationTests() => (_first, _second, _third) = (DiskClient.At(_server, 1), DiskClient.At(_server, 2), DiskClient.At(_server, 3));

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _third.Dispose();
    }

    [Fact]
    public void A_reservation_shuts_others_out_of_all_but_the_commands_that_identify()
    {
        Assert.Equal("00", Run(_first, Reserve6));
        Assert.Equal("00", Run(_first, Reserve6));

        Assert.Equal([Conflict, Conflict, Conflict, Conflict], new[] { TestUnitReady, Read, "1a003f00ff00", Reserve6 }.Select(cdb => Run(_second, cdb)));
        Assert.Equal(Conflict, _second.Put(Write, new byte[512]));
        Assert.Equal(["00", "00", "00", "00"], new[] { "120000002400", "a00000000000000000ff0000", "030000001200", "25000000000000000000" }.Select(cdb => Run(_second, cdb)));

        Assert.Equal("00", Run(_second, Release6));
        Assert.Equal(Conflict, Run(_second, TestUnitReady));
        Assert.Equal("00", Run(_first, Release6));
        Assert.Equal("00", Run(_second, "56000000000000000000"));
        Assert.Equal(Conflict, Run(_first, Read));
    }

    [Fact]
    public void A_reservation_ends_with_its_session()
    {
        Assert.Equal("00", Run(_first, Reserve6));
        _first.Dispose();
        Assert.Equal("00", Run(_second, TestUnitReady));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_reset_ends_a_reservation_and_is_told_to_all(byte function)
    {
        Assert.Equal("00", Run(_first, Reserve6));
        Assert.Equal(Conflict, Run(_second, TestUnitReady));

        _second.Reset(function);
        Assert.Equal(["02 6/29/00", "00"], Twice(_second, TestUnitReady));
        Assert.Equal(["02 6/29/00", "00"], Twice(_first, TestUnitReady));
    }

    [Fact]
    public void Reserve_and_registrations_exclude_each_other()
    {
        Assert.Equal("00", Run(_first, Reserve6));
        Assert.Equal(Conflict, Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Run(_first, Release6));

        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal(Conflict, Run(_first, Reserve6));
        Assert.Equal(Conflict, Run(_second, Release6));
        Assert.Equal("00", Run(_second, Read));
    }

    [Fact]
    public void Registering_takes_the_key_that_is_there()
    {
        Assert.Equal(Conflict, Out(_first, 0, 0, 0xb, 0xa));
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 6, 0, 0x99, 0xb));
        Assert.Equal(Conflict, Out(_first, 0, 0, 0, 0xc));
        Assert.Equal("00", Out(_first, 0, 0, 0xa, 0xc));
        Assert.Equal("00000003 00000010 000000000000000c 000000000000000b", Keys());

        Assert.Equal("00", Out(_second, 0, 0, 0xb, 0));
        Assert.Equal("00000004 00000008 000000000000000c", Keys());
    }

    [Theory]
    // Type: what the holder, a registered and an unregistered initiator may do. R reading, W writing.
    [InlineData(1, "RW", "R-", "R-")]
    [InlineData(3, "RW", "--", "--")]
    [InlineData(5, "RW", "RW", "R-")]
    [InlineData(6, "RW", "RW", "--")]
    [InlineData(7, "RW", "RW", "R-")]
    [InlineData(8, "RW", "RW", "--")]
    public void Each_type_lets_in_whom_it_should(byte type, string holder, string registered, string unregistered)
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, type, 0xa, 0));

        Assert.Equal([holder, registered, unregistered], new[] { _first, _second, _third }.Select(Access));
        Assert.Equal("00", Run(_third, TestUnitReady));
        Assert.Equal(type >= 7 ? "00" : Conflict, Out(_second, 1, type, 0xb, 0));
        Assert.Equal(Conflict, Out(_third, 1, type, 0, 0));
        Assert.Equal("02 5/26/04", Out(_first, 2, type == 1 ? (byte)3 : (byte)1, 0xa, 0));

        Assert.Equal("00", Out(_first, 2, type, 0xa, 0));
        Assert.Equal(type >= 5 ? "02 6/2a/04" : "00", Run(_second, TestUnitReady));
        Assert.Equal("00", Run(_third, TestUnitReady));
        Assert.Equal(["RW", "RW", "RW"], new[] { _first, _second, _third }.Select(Access));
    }

    [Fact]
    public void A_registration_outlives_the_session_and_a_reset()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_first, 1, 3, 0xa, 0));
        Assert.Equal("00", Run(_second, TestUnitReady));
        _first.Dispose();
        _second.Reset();
        Assert.Equal(["02 6/29/00", Conflict], Twice(_second, Read));

        using var again = DiskClient.At(_server, 1);
        Assert.Equal("RW", Access(again));
        Assert.Equal("00", Out(again, 2, 3, 0xa, 0));
        Assert.Equal("RW", Access(_second));
    }

    [Fact]
    public void Preempting_the_holder_takes_its_reservation()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, 3, 0xa, 0));

        Assert.Equal("00", Out(_second, 4, 1, 0xb, 0xa));
        Assert.Equal("02 6/2a/05", Run(_first, TestUnitReady));
        Assert.Equal(["R-", "RW"], new[] { _first, _second }.Select(Access));
        Assert.Equal("00000003 00000010 000000000000000b 00000000 00 01 0000", In(_second, 1, "4 4 8 4 1 1 2"));
        Assert.Equal(Conflict, Out(_second, 4, 1, 0xb, 0xdead));
        Assert.Equal("02 5/26/00", Out(_second, 4, 1, 0xb, 0));
    }

    [Fact]
    public void Preempting_another_ends_its_registration_alone()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_third, 0, 0, 0, 0xc));
        Assert.Equal("00", Out(_first, 1, 5, 0xa, 0));

        Assert.Equal("00", Out(_second, 5, 5, 0xb, 0xc));
        Assert.Equal("02 6/2a/05", Run(_third, TestUnitReady));
        Assert.Equal(["RW", "RW", "R-"], new[] { _first, _second, _third }.Select(Access));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Preempt_and_abort_ends_what_the_other_has_under_way(byte action, bool goesOn)
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        var write = _second.Announce(Write, 512);

        Assert.Equal("00", Out(_first, action, 0x03, 0xa, 0xb));
        Assert.Equal(goesOn, _second.Deliver(write, Rig.Disk(1)));
        Assert.Equal(goesOn ? Rig.Disk(1) : new byte[512], _first.Run(Read, expected: 512).Data);
        Assert.Equal("02 6/2a/05", Run(_second, TestUnitReady));
    }

    [Fact]
    public void All_registrants_hold_until_the_last_one_goes()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, 8, 0xa, 0));
        Assert.Equal("00000002 00000010 0000000000000000 00000000 00 08 0000", In(_third, 1, "4 4 8 4 1 1 2"));

        Assert.Equal("00", Out(_first, 0, 0, 0xa, 0));
        Assert.Equal(["--", "RW"], new[] { _first, _second }.Select(Access));
        Assert.Equal("00", Out(_second, 0, 0, 0xb, 0));
        Assert.Equal(["RW", "RW"], new[] { _first, _second }.Select(Access));
    }

    [Fact]
    public void Preempting_key_zero_takes_it_from_all_registrants()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, 7, 0xa, 0));

        Assert.Equal("00", Out(_second, 4, 3, 0xb, 0));
        Assert.Equal("02 6/2a/05", Run(_first, TestUnitReady));
        Assert.Equal(["--", "RW"], new[] { _first, _second }.Select(Access));
    }

    [Fact]
    public void Clear_ends_everything_and_tells_the_others()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, 3, 0xa, 0));

        Assert.Equal("00", Out(_second, 3, 0, 0xb, 0));
        Assert.Equal("02 6/2a/03", Run(_first, TestUnitReady));
        Assert.Equal("00000003 00000000", In(_third, 0, "4 4"));
        Assert.Equal(["RW", "RW"], new[] { _first, _third }.Select(Access));
    }

    [Fact]
    public void The_holder_who_unregisters_lets_go()
    {
        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_second, 0, 0, 0, 0xb));
        Assert.Equal("00", Out(_first, 1, 6, 0xa, 0));

        Assert.Equal("00", Out(_first, 6, 0, 0, 0));
        Assert.Equal("02 6/2a/04", Run(_second, TestUnitReady));
        Assert.Equal(["RW", "RW"], new[] { _second, _third }.Select(Access));
    }

    [Theory]
    [InlineData("5f 01 02 0000 00000018 00", 0, "02 5/24/00")]
    [InlineData("5f 01 13 0000 00000018 00", 0, "02 5/24/00")]
    [InlineData("5f 07 00 0000 00000018 00", 0, "02 5/24/00")]
    [InlineData("5f 00 00 0000 00000017 00", 0, "02 5/1a/00")]
    [InlineData("5f 00 00 0000 00000018 00", 8, "02 5/26/00")]
    [InlineData("5f 00 00 0000 00000018 00", 1, "02 5/26/00")]
    [InlineData("5f 00 00 0000 00000018 00", 4, "02 5/26/00")]
    [InlineData("5f 00 00 0000 00000018 00", 0, "00")]
    public void What_is_not_claimed_is_refused(string cdb, byte flags, string answer)
    {
        var list = new byte[24];
        list[15] = 1;
        list[20] = flags;
        Assert.Equal(answer, _first.Put(cdb, list));
    }

    [Fact]
    public void Capabilities_and_full_status_say_what_is_claimed_and_who_is_there()
    {
        Assert.Equal("0008 00 80 ea 01 0000", In(_first, 2, "2 1 1 1 1 2"));
        Assert.Equal("02 5/24/00", _first.Run("5e 04 0000000000 0008 00", expected: 8).ToString());

        Assert.Equal("00", Out(_first, 0, 0, 0, 0xa));
        Assert.Equal("00", Out(_first, 1, 5, 0xa, 0));
        var status = _second.Run("5e 03 0000000000 0200 00", expected: 512).Data;
        Assert.Equal("00000001 00000044 000000000000000a 00000000 01 05 00000000 0001 0000002c 45 00 0028", Cut(status, "4 4 8 4 1 1 4 2 4 1 1 2"));
        Assert.Equal("iqn.2026-01.test:port1,i,0x400027230001", System.Text.Encoding.ASCII.GetString(status.AsSpan(36)).TrimEnd('\0'));
    }

    [Fact]
    public void Registrations_are_bounded()
    {
        for (var port = 10; port < 1034; port++)
        {
            using var client = DiskClient.At(_server, (ushort)port);
            Assert.Equal("00", Out(client, 0, 0, 0, 1));
        }

        Assert.Equal("02 5/55/04", Out(_first, 0, 0, 0, 1));
    }

    private string Keys() => In(_third, 0, "4 4 8 8");

    private static string Run(DiskClient client, string cdb) => client.Run(cdb, expected: 512).ToString();

    private static string[] Twice(DiskClient client, string cdb) => [Run(client, cdb), Run(client, cdb)];

    private static string Access(DiskClient client) =>
        (Run(client, Read) == "00" ? "R" : "-") + (client.Put(Write, new byte[512]) == "00" ? "W" : "-");

    private static string Out(DiskClient client, byte action, byte type, ulong key, ulong actionKey) =>
        client.Put($"5f {action:x2} {type:x2} 0000 00000018 00", Convert.FromHexString($"{key:x16}{actionKey:x16}{0:x16}"));

    private static string In(DiskClient client, byte action, string fields) => Cut(client.Run($"5e {action:x2} 0000000000 1000 00", expected: 4096).Data, fields);

    // The data as fields of so many bytes, as far as they go.
    private static string Cut(byte[] data, string fields)
    {
        var (offset, cut) = (0, new List<string>());
        foreach (var length in fields.Split(' ').Select(int.Parse).TakeWhile(length => offset + length <= data.Length))
        {
            cut.Add(Convert.ToHexStringLower(data.AsSpan(offset, length)));
            offset += length;
        }

        return string.Join(' ', cut);
    }
}
