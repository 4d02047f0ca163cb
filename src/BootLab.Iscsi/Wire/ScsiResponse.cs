namespace BootLab.Iscsi.Wire;

/// <summary>SCSI Response (RFC 7143, 11.4); its data segment is a 16-bit length and as many bytes of sense.</summary>
/// <param name="Flags">0x80, o 0x10, u 0x08, O 0x04 (overflow), U 0x02 (underflow).</param>
/// <param name="Response">0: the command completed at the target.</param>
/// <param name="Status">SCSI status.</param>
/// <param name="InitiatorTaskTag">Names the task.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="ExpDataSN">Number of Data-In and R2T PDUs sent for the task.</param>
/// <param name="BidirectionalResidualCount">Residual of the read part of a bidirectional command.</param>
/// <param name="ResidualCount">Bytes not moved, or not fitting, as the flags say.</param>
public readonly record struct ScsiResponse(
    byte Flags, byte Response, byte Status, uint InitiatorTaskTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN,
    uint ExpDataSN, uint BidirectionalResidualCount, uint ResidualCount) : IPduHeader<ScsiResponse>
{
    /// <summary>O: the initiator's buffer was too small by the residual count.</summary>
    public const byte OverflowFlag = 0x04;

    /// <summary>U: fewer bytes than expected were moved, by the residual count.</summary>
    public const byte UnderflowFlag = 0x02;

    /// <inheritdoc/>
    public static ScsiResponse Read(PduHeader header) => new(
        header.Flags, header.Bytes[2], header.Bytes[3], header.InitiatorTaskTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN,
        header.Word(36), header.Word(40), header.Word(44));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.ScsiResponse;
        bytes[1] = Flags;
        bytes[2] = Response;
        bytes[3] = Status;
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes.Put32(36, ExpDataSN);
        bytes.Put32(40, BidirectionalResidualCount);
        bytes.Put32(44, ResidualCount);
    }
}
