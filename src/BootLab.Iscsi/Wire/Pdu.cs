namespace BootLab.Iscsi.Wire;

/// <summary>One PDU as it came or as it goes: views of somebody else's bytes.</summary>
public readonly ref struct Pdu
{
    /// <summary>A PDU of the given parts; lengths in the header are not looked at.</summary>
    public Pdu(PduHeader header, ReadOnlySpan<byte> additionalHeaders, ReadOnlySpan<byte> data)
    {
        Header = header;
        AdditionalHeaders = additionalHeaders;
        Data = data;
    }

    /// <summary>The Basic Header Segment.</summary>
    public PduHeader Header { get; }

    /// <summary>The Additional Header Segments, unread.</summary>
    public ReadOnlySpan<byte> AdditionalHeaders { get; }

    /// <summary>The data segment without its padding.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether the data arrived with a digest that is not theirs: they must not be used.</summary>
    public bool HasDataDigestError { get; init; }

    /// <summary>Bytes of a whole PDU on the wire: header, additional headers, data and padding to four bytes, and the digests.</summary>
    public static int WireLength(int additionalHeaderLength, int dataLength, Digests digests = Digests.None) =>
        PduHeader.Length + additionalHeaderLength + HeaderDigestLength(digests) + dataLength + PaddingOf(dataLength) + DataDigestLength(digests, dataLength);

    /// <summary>Bytes of padding after a data segment of this length (RFC 7143, 11.2.3).</summary>
    public static int PaddingOf(int dataLength) => -dataLength & 3;

    internal static int HeaderDigestLength(Digests digests) => (digests & Digests.Header) != 0 ? Crc32C.Length : 0;

    internal static int DataDigestLength(Digests digests, int dataLength) => (digests & Digests.Data) != 0 && dataLength > 0 ? Crc32C.Length : 0;
}
