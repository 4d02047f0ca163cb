using System.Globalization;
using BootLab.Iscsi.Wire;
using BootLab.Testing;
using Xunit;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>The digests of a tapped session, as tshark decodes them, held against checksums that are reckoned here bit by bit.</summary>
public static class DigestCapture
{
    /// <summary>Asserts that all PDUs after the login carry the digests agreed, and right ones, in both directions.</summary>
    /// <param name="tap">The connection.</param>
    /// <param name="agreed">The digests agreed.</param>
    /// <param name="byTshark">Whether tshark has to find the same ones.</param>
    /// <returns>Number of header digests and of data digests found.</returns>
    public static (int Headers, int Data) Verify(TapStream tap, Digests agreed, bool byTshark)
    {
        var found = DigestsOf(tap.Bytes(sent: true), agreed).Concat(DigestsOf(tap.Bytes(sent: false), agreed)).ToLookup(digest => digest.IsHeader, digest => digest.Value);
        if (byTshark)
        {
            Assert.Equal(found[true].Order(), Decoded(tap, agreed, "iscsi.headerdigest32").Order());
            Assert.Equal(found[false].Order(), Decoded(tap, agreed, "iscsi.datadigest32").Order());
        }

        return (found[true].Count(), found[false].Count());
    }

    /// <summary>The login keys that went over the wire, by tshark.</summary>
    public static IReadOnlyList<string> Keys(TapStream tap, Digests agreed) => Fields(tap, agreed, "iscsi.keyvalue");

    private static List<uint> Decoded(TapStream tap, Digests agreed, string field) =>
        [.. Fields(tap, agreed, field).Select(text => uint.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private static List<string> Fields(TapStream tap, Digests agreed, string field)
    {
        var tshark = Requires.Tool("tshark", "tshark");
        using var folder = new TemporaryFolder();
        var result = PeerProcess.Run(
            tshark,
            [
                "-r", folder.Write("session.pcapng", tap.ToPcapNg(agreed)), "-o", "iscsi.bogus_pdu_max_data_len:1048576", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|",
                "-e", field,
            ]);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. result.Output.Split(['\n', '|'], StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Bytes of the PDU that begins here; 0 when its header is not whole.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes, Digests agreed)
    {
        if (bytes.Length < 48)
        {
            return 0;
        }

        var isLogin = (bytes[0] & 0x1f) == 0x03;
        return Pdu.WireLength(0, (bytes[5] << 16) | (bytes[6] << 8) | bytes[7], isLogin ? Digests.None : agreed);
    }

    // Walks the bytes of one direction by the lengths in the headers alone.
    private static IEnumerable<(bool IsHeader, uint Value)> DigestsOf(byte[] bytes, Digests agreed)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            var header = bytes.AsSpan(offset, 48);
            var length = (header[5] << 16) | (header[6] << 8) | header[7];
            var padded = (length + 3) & ~3;
            var isLogin = (header[0] & 0x1f) == 0x03;
            var digests = isLogin ? Digests.None : agreed;
            offset += 48;
            if ((digests & Digests.Header) != 0)
            {
                var value = Crc32C(bytes.AsSpan(offset - 48, 48));
                Assert.Equal(value, BitConverter.ToUInt32(bytes, offset));
                yield return (true, OnWire(value));
                offset += 4;
            }

            offset += padded;
            if ((digests & Digests.Data) != 0 && length > 0)
            {
                var value = Crc32C(bytes.AsSpan(offset - padded, padded));
                Assert.Equal(value, BitConverter.ToUInt32(bytes, offset));
                yield return (false, OnWire(value));
                offset += 4;
            }
        }
    }

    private static uint OnWire(uint value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }

        return ~crc;
    }
}
