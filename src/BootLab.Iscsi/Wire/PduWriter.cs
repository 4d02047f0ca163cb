using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>Puts PDUs together for the wire.</summary>
public static class PduWriter
{
    /// <summary>Writes header, data, padding and digests into <paramref name="destination"/> and fills the data segment length in.</summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">The destination is too short, or the data longer than 24 bits can say.</exception>
    public static int Write<T>(Span<byte> destination, in T header, ReadOnlySpan<byte> data, Digests digests = Digests.None)
        where T : struct, IPduHeader<T>
    {
        var length = Pdu.WireLength(0, data.Length, digests);
        if (destination.Length < length)
        {
            throw new ArgumentException($"{length} bytes needed, {destination.Length} given", nameof(destination));
        }

        WriteHeader(destination, header, data.Length);
        if ((digests & Digests.Header) != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[PduHeader.Length..], Crc32C.Of(destination[..PduHeader.Length]));
        }

        var rest = destination[(PduHeader.Length + Pdu.HeaderDigestLength(digests))..length];
        data.CopyTo(rest);
        var padded = data.Length + Pdu.PaddingOf(data.Length);
        rest[data.Length..padded].Clear();
        if (padded < rest.Length)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest[padded..], Crc32C.Of(rest[..padded]));
        }

        return length;
    }

    /// <summary>Writes the 48 bytes of a header whose data segment of <paramref name="dataLength"/> bytes goes out by itself.</summary>
    public static void WriteHeader<T>(Span<byte> destination, in T header, int dataLength)
        where T : struct, IPduHeader<T>
    {
        if ((uint)dataLength > 0xffffff)
        {
            throw new ArgumentException($"a data segment has at most 16777215 bytes, this has {dataLength}", nameof(dataLength));
        }

        var bytes = destination[..PduHeader.Length];
        bytes.Clear();
        header.Write(bytes);
        bytes[5] = (byte)(dataLength >> 16);
        bytes[6] = (byte)(dataLength >> 8);
        bytes[7] = (byte)dataLength;
    }

    /// <summary>A whole PDU in an array of its own.</summary>
    public static byte[] ToArray<T>(in T header, ReadOnlySpan<byte> data = default, Digests digests = Digests.None)
        where T : struct, IPduHeader<T>
    {
        var bytes = new byte[Pdu.WireLength(0, data.Length, digests)];
        Write(bytes, header, data, digests);
        return bytes;
    }
}
