using BootLab.Iscsi.Wire;
using CsCheck;
using Xunit;

namespace BootLab.Iscsi.Tests;

public class TextKeysTests
{
    private static readonly Gen<string> Text = Gen.Char[' ', '\u00ff'].Array[0, 40].Select(chars => new string(chars));

    [Fact]
    public void Pairs_survive_a_round_trip_in_order_and_with_duplicates() => Gen.Select(Gen.Char['A', 'z'].Array[1, 20], Text)
        .Select((key, value) => new TextKey(new string(key), value))
        .Where(pair => !pair.Key.Contains('=', StringComparison.Ordinal))
        .List[0, 20]
        .Sample(pairs => Assert.Equal(pairs, TextKeys.Read(TextKeys.ToBytes(pairs))), iter: 2000, threads: 1);

    [Fact]
    public void A_value_may_be_empty_or_hold_an_equals_sign() =>
        Assert.Equal([new TextKey("A", ""), new TextKey("B", "=c=")], TextKeys.Read("A=\0B==c=\0"u8));

    [Fact]
    public void Padding_that_was_counted_as_data_is_skipped() =>
        Assert.Equal([new TextKey("A", "1"), new TextKey("B", "2")], TextKeys.Read("A=1\0\0\0B=2\0\0"u8));

    [Theory]
    [InlineData("A=1", 0)]
    [InlineData("A=1\0B=2", 4)]
    [InlineData("A=1\0B\0", 4)]
    [InlineData("A=1\0=2\0", 4)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123=1\0", 0)]
    public void Malformed_text_is_told_with_its_offset(string text, long offset)
    {
        Assert.Equal(offset, Assert.Throws<IscsiFormatException>(() => TextKeys.Read(System.Text.Encoding.ASCII.GetBytes(text))).Offset);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_told_with_their_offset() =>
        Assert.Equal(4, Assert.Throws<IscsiFormatException>(() => TextKeys.Read("A=1\0"u8.ToArray().Concat<byte>([(byte)'B', (byte)'=', 0xff, 0]).ToArray())).Offset);

    [Fact]
    public void Binary_values_survive_a_round_trip_in_both_forms() => Gen.Byte.Array[1, 64].Sample(
        bytes =>
        {
            Assert.True(BinaryValue.TryDecode(BinaryValue.ToHex(bytes), out var hex));
            Assert.Equal(bytes, hex);
            Assert.True(BinaryValue.TryDecode(BinaryValue.ToHex(bytes, upperCase: true), out hex));
            Assert.Equal(bytes, hex);
            Assert.True(BinaryValue.TryDecode("0b" + Convert.ToBase64String(bytes), out var base64));
            Assert.Equal(bytes, base64);
        },
        iter: 1000,
        threads: 1);

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("12")]
    [InlineData("0xgg")]
    [InlineData("0b*")]
    [InlineData("0b=")]
    [InlineData("0y00")]
    public void What_is_no_binary_value_is_refused(string text) => Assert.False(BinaryValue.TryDecode(text, out _));

    [Fact]
    public void An_odd_number_of_digits_lacks_a_leading_zero()
    {
        Assert.True(BinaryValue.TryDecode("0x123", out var value));
        Assert.Equal([0x01, 0x23], value);
    }
}
