using System.Buffers.Binary;

namespace BootLab.Iscsi.Wire;

/// <summary>
/// The 48 bytes of a Basic Header Segment, seen where they lie (RFC 7143, 11.2.1). Most fields have one place in all PDUs that carry them;
/// a field means something only in the PDUs that its documentation names.
/// </summary>
public readonly ref struct PduHeader
{
    /// <summary>Length of a Basic Header Segment in bytes.</summary>
    public const int Length = 48;

    /// <summary>The tag that names no task (RFC 7143, 11.2.1.8).</summary>
    public const uint ReservedTag = 0xffffffff;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>A view of the first 48 of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">There are fewer than 48.</exception>
    public PduHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
        {
            throw new ArgumentException($"a header has {Length} bytes, these are {bytes.Length}", nameof(bytes));
        }

        _bytes = bytes[..Length];
    }

    /// <summary>The 48 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Byte 0 without the immediate bit.</summary>
    public Opcode Opcode => (Opcode)(_bytes[0] & 0x3f);

    /// <summary>The I bit of a request: it is delivered at once and takes no CmdSN.</summary>
    public bool Immediate => (_bytes[0] & 0x40) != 0;

    /// <summary>Byte 1: flags of the PDU's own.</summary>
    public byte Flags => _bytes[1];

    /// <summary>Length of all Additional Header Segments in bytes; on the wire byte 4 counts four-byte words.</summary>
    public int AdditionalHeaderLength => _bytes[4] * 4;

    /// <summary>Length of the data segment in bytes, without padding (bytes 5 to 7).</summary>
    public int DataSegmentLength => (_bytes[5] << 16) | (_bytes[6] << 8) | _bytes[7];

    /// <summary>The logical unit number as SAM writes it (bytes 8 to 15); in a login these bytes are ISID and TSIH.</summary>
    public ulong Lun => BinaryPrimitives.ReadUInt64BigEndian(_bytes[8..]);

    /// <summary>Initiator Task Tag (bytes 16 to 19).</summary>
    public uint InitiatorTaskTag => Word(16);

    /// <summary>Target Transfer Tag (bytes 20 to 23).</summary>
    public uint TargetTransferTag => Word(20);

    /// <summary>CmdSN of a request (bytes 24 to 27).</summary>
    public uint CmdSN => Word(24);

    /// <summary>ExpStatSN of a request (bytes 28 to 31).</summary>
    public uint ExpStatSN => Word(28);

    /// <summary>StatSN of a response (bytes 24 to 27).</summary>
    public uint StatSN => Word(24);

    /// <summary>ExpCmdSN of a response (bytes 28 to 31).</summary>
    public uint ExpCmdSN => Word(28);

    /// <summary>MaxCmdSN of a response (bytes 32 to 35).</summary>
    public uint MaxCmdSN => Word(32);

    /// <summary>The big-endian 32-bit word at <paramref name="offset"/>.</summary>
    public uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_bytes[offset..]);

    /// <summary>The big-endian 16-bit word at <paramref name="offset"/>.</summary>
    public ushort HalfWord(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);
}
