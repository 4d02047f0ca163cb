using System.Net;
using CsCheck;

namespace BootLab.Ibft.Tests;

public class IbftAddressTests
{
    [Theory]
    [InlineData("10.0.2.15", "00000000000000000000ffff0a00020f", "10.0.2.15")]
    [InlineData("0.0.0.0", "00000000000000000000ffff00000000", "::ffff:0.0.0.0")]
    [InlineData("fd00::1", "fd000000000000000000000000000001", "fd00::1")]
    [InlineData("::ffff:10.0.2.15", "00000000000000000000ffff0a00020f", "10.0.2.15")]
    [InlineData("::", "00000000000000000000000000000000", "none")]
    [InlineData("::10.0.2.15", "0000000000000000000000000a00020f", "::10.0.2.15")]
    public void TheSixteenBytesAre(string address, string bytes, string shown)
    {
        var field = IbftAddress.From(IPAddress.Parse(address));
        var written = new byte[16];
        field.Write(written);

        Assert.Equal(bytes, Convert.ToHexStringLower(written));
        Assert.Equal(shown, field.ToString());
        Assert.Equal(shown, $"{field}");
        Assert.Equal(field, IbftAddress.Read(written));
    }

    [Fact]
    public void TheFormsOfAnUnsetFieldStayApart()
    {
        Assert.NotEqual(IbftAddress.Absent, IbftAddress.MappedZero);
        Assert.True(IbftAddress.Absent is { IsAbsent: true, IsIPv4: false, IsSpecified: false });
        Assert.True(IbftAddress.MappedZero is { IsAbsent: false, IsIPv4: true, IsSpecified: false });
        Assert.Null(IbftAddress.Absent.ToIPAddress());
        Assert.Equal(IPAddress.Any, IbftAddress.MappedZero.ToIPAddress());
        Assert.Equal(IbftAddress.Absent, IbftAddress.From(null));
    }

    [Fact]
    public void EveryAddressSurvives()
    {
        Gen.Byte.Array[16].Where(bytes => bytes.Any(value => value != 0)).Sample(bytes => Assert.Equal(bytes, IbftAddress.Read(bytes).ToIPAddress()!.MapToIPv6().GetAddressBytes()), iter: 2000);
        Gen.Byte.Array[4].Sample(bytes => Assert.Equal(new IPAddress(bytes), IbftAddress.From(new IPAddress(bytes)).ToIPAddress()), iter: 2000);
    }

    [Fact]
    public void FormattingIntoTooLittleRoomSaysSo()
    {
        var room = new char[9];

        Assert.False(IbftAddress.From(IPAddress.Parse("10.0.2.15")).TryFormat(room.AsSpan(1), out var written, default, null));
        Assert.Equal(0, written);
        Assert.True(IbftAddress.From(IPAddress.Parse("10.0.2.15")).TryFormat(room, out written, default, null));
        Assert.Equal(9, written);
        Assert.False(IbftAddress.Absent.TryFormat(room.AsSpan(0, 3), out _, default, null));
        Assert.False(IbftAddress.MappedZero.TryFormat(room, out _, default, null));
    }
}
