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

    /// <summary>Bytes of a whole PDU on the wire: header, additional headers, data and padding to four bytes.</summary>
    public static int WireLength(int additionalHeaderLength, int dataLength) =>
        PduHeader.Length + additionalHeaderLength + dataLength + PaddingOf(dataLength);

    /// <summary>Bytes of padding after a data segment of this length (RFC 7143, 11.2.3).</summary>
    public static int PaddingOf(int dataLength) => -dataLength & 3;
}
