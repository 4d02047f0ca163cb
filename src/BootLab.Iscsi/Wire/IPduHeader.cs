namespace BootLab.Iscsi.Wire;

/// <summary>The fields of one kind of PDU as plain values; <c>Read(Write(x)) == x</c>.</summary>
/// <typeparam name="TSelf">The kind itself.</typeparam>
public interface IPduHeader<TSelf>
    where TSelf : struct, IPduHeader<TSelf>
{
    /// <summary>Takes the fields out of a header; the opcode is not looked at.</summary>
    static abstract TSelf Read(PduHeader header);

    /// <summary>Writes opcode and fields into 48 zero bytes; bytes 4 to 7, the segment lengths, are left alone.</summary>
    void Write(Span<byte> bytes);
}
