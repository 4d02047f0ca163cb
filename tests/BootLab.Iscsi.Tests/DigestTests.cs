using BootLab.Iscsi.Wire;
using CsCheck;
using Xunit;

namespace BootLab.Iscsi.Tests;

/// <summary>CRC32C digests by the vectors of RFC 3720, B.4, and PDUs that carry them.</summary>
public class DigestTests
{
    private static readonly byte[] _ascending = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Crc32C_has_the_values_of_the_RFC()
    {
        Assert.Equal(0x8a9136aau, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62a8ab43u, Crc32C.Of(Enumerable.Repeat((byte)0xff, 32).ToArray()));
        Assert.Equal(0x46dd794eu, Crc32C.Of(_ascending));
        Assert.Equal(0x113fdb5cu, Crc32C.Of([.. _ascending.Reverse()]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Fact]
    public void Pieces_come_to_the_same_as_the_whole() => Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[0, 100]).Sample(
        (bytes, at) =>
        {
            var crc = default(Crc32C);
            crc.Add(bytes.AsSpan(0, Math.Min(at, bytes.Length)));
            crc.Add(bytes.AsSpan(Math.Min(at, bytes.Length)));
            Assert.Equal(Crc32C.Of(bytes), crc.Value);
        },
        iter: 1000,
        threads: 1);

    [Theory]
    [InlineData(Digests.None, 48 + 8)]
    [InlineData(Digests.Header, 48 + 4 + 8)]
    [InlineData(Digests.Data, 48 + 8 + 4)]
    [InlineData(Digests.Header | Digests.Data, 48 + 4 + 8 + 4)]
    public void What_is_written_with_digests_is_read_with_them(Digests digests, int length)
    {
        byte[] data = [1, 2, 3, 4, 5];
        var bytes = PduWriter.ToArray(default(NopOut), data, digests);
        Assert.Equal(length, bytes.Length);

        var reader = new PduReader(100) { Digests = digests };
        reader.Append(bytes);
        reader.Append(PduWriter.ToArray(default(NopIn), default, digests));
        Assert.True(reader.TryRead(out var pdu));
        Assert.Equal(data, pdu.Data);
        Assert.False(pdu.HasDataDigestError);
        Assert.True(reader.TryRead(out pdu));
        Assert.Equal(Opcode.NopIn, pdu.Header.Opcode);
        Assert.Equal(0, reader.Buffered);
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        const Digests Both = Digests.Header | Digests.Data;
        var good = PduWriter.ToArray(default(NopOut), [1, 2, 3, 4, 5], Both);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bytes = good.ToArray();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsNoticed(bytes), $"bit {bit}");
        }

        static bool IsNoticed(byte[] bytes)
        {
            var reader = new PduReader(100) { Digests = Both };
            reader.Append(bytes);
            try
            {
                return !reader.TryRead(out var pdu) || pdu.HasDataDigestError;
            }
            catch (IscsiFormatException)
            {
                return true;
            }
        }
    }
}
