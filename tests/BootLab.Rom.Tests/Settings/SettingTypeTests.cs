using BootLab.Rom.Ipxe.Settings;
using CsCheck;
using Xunit;

namespace BootLab.Rom.Tests.Settings;

public class SettingTypeTests
{
    [Theory]
    [InlineData("string", "a b", "6120 62", "a b")]
    [InlineData("uristring", "a%20b", "612062", "a%20b")]
    [InlineData("ipv4", "10.0.2.15", "0a00020f", "10.0.2.15")]
    [InlineData("ipv6", "fec0::2", "fec00000000000000000000000000002", "fec0::2")]
    [InlineData("int8", "-1", "ff", "-1")]
    [InlineData("int16", "300", "012c", "300")]
    [InlineData("int32", "-2", "fffffffe", "-2")]
    [InlineData("uint8", "8", "08", "0x8")]
    [InlineData("uint16", "0x1234", "1234", "0x1234")]
    [InlineData("uint32", "010", "00000008", "0x8")]
    [InlineData("hex", "aa:bb:0c", "aabb0c", "aa:bb:0c")]
    [InlineData("hexhyp", "aa-bb", "aabb", "aa-bb")]
    [InlineData("hexraw", "aabb", "aabb", "aabb")]
    [InlineData("base64", "QUI=", "4142", "QUI=")]
    [InlineData("uuid", "00112233-4455-6677-8899-aabbccddeeff", "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("guid", "00112233-4455-6677-8899-aabbccddeeff", "33221100554477668899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff")]
    public void Text_becomes_bytes_and_bytes_text(string type, string text, string bytes, string shown)
    {
        var raw = SettingType.Find(type)!.Parse(text);
        Assert.Equal(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), raw);
        Assert.Equal(shown, SettingType.Find(type)!.Format(raw!));
    }

    [Fact]
    public void An_integer_is_shown_with_the_width_that_is_stored() => Assert.Equal("300", SettingType.Int8.Format(SettingType.Int16.Parse("300")!));

    [Fact]
    public void A_text_ends_at_its_first_NUL() => Assert.Equal("ab", SettingType.String.Format("ab\0c"u8.ToArray()));

    [Theory]
    [InlineData("ipv4", "10.0")]
    [InlineData("ipv4", "fec0::2")]
    [InlineData("int8", "ten")]
    [InlineData("int8", "09")]
    [InlineData("hex", "abc")]
    [InlineData("base64", "***")]
    [InlineData("uuid", "11")]
    public void Text_that_does_not_fit_its_type_is_refused(string type, string text) => Assert.Null(SettingType.Find(type)!.Parse(text));

    [Fact]
    public void Any_bytes_have_a_text_in_every_type()
    {
        string[] types = ["string", "uristring", "ipv4", "ipv6", "int8", "int16", "int32", "uint8", "uint16", "uint32", "hex", "hexhyp", "hexraw", "base64", "uuid", "guid", "busdevfn"];
        Gen.Select(Gen.Int[0, types.Length - 1], Gen.Byte.Array[0, 40]).Sample((type, raw) => SettingType.Find(types[type])!.Format(raw) is not null, iter: 20_000);
    }
}
