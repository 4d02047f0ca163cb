namespace BootLab.Iscsi.Wire;

/// <summary>Reject; its data segment is the header of the PDU rejected (RFC 7143, 11.17).</summary>
/// <param name="Reason">Why: 0x02 data digest, 0x04 protocol error, 0x05 command not supported, 0x07 task in progress, 0x09 invalid PDU field.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="DataSN">Meaningful for a rejected data SNACK.</param>
public readonly record struct Reject(byte Reason, uint StatSN, uint ExpCmdSN, uint MaxCmdSN, uint DataSN) : IPduHeader<Reject>
{
    /// <summary>Reason: the data digest is wrong.</summary>
    public const byte DataDigestError = 0x02;

    /// <summary>Reason: the PDU does not fit the protocol.</summary>
    public const byte ProtocolError = 0x04;

    /// <summary>Reason: the command is not supported.</summary>
    public const byte CommandNotSupported = 0x05;

    /// <summary>Reason: a task of this tag is under way.</summary>
    public const byte TaskInProgress = 0x07;

    /// <summary>Reason: a field of the PDU is invalid.</summary>
    public const byte InvalidPduField = 0x09;

    /// <inheritdoc/>
    public static Reject Read(PduHeader header) => new(header.Bytes[2], header.StatSN, header.ExpCmdSN, header.MaxCmdSN, header.Word(36));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.Reject;
        bytes[1] = 0x80;
        bytes[2] = Reason;
        bytes.Put32(16, PduHeader.ReservedTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes.Put32(36, DataSN);
    }
}
