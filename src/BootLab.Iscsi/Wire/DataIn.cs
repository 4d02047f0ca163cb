namespace BootLab.Iscsi.Wire;

/// <summary>SCSI Data-In (RFC 7143, 11.7). F ends a sequence of Data-In; only S, or a SCSI Response, ends the command.</summary>
/// <param name="Flags">F 0x80, A 0x40, O 0x04, U 0x02, S 0x01.</param>
/// <param name="Status">SCSI status, meaningful with S.</param>
/// <param name="Lun">Meaningful with A.</param>
/// <param name="InitiatorTaskTag">Names the task.</param>
/// <param name="TargetTransferTag">Reserved unless A is set.</param>
/// <param name="StatSN">Meaningful with S.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="DataSN">Number of this PDU within the task.</param>
/// <param name="BufferOffset">Where in the initiator's buffer the data belong, in bytes.</param>
/// <param name="ResidualCount">Meaningful with S and O or U.</param>
public readonly record struct DataIn(
    byte Flags, byte Status, ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN,
    uint DataSN, uint BufferOffset, uint ResidualCount) : IPduHeader<DataIn>
{
    /// <summary>F: last PDU of a sequence.</summary>
    public const byte FinalFlag = 0x80;

    /// <summary>S: the PDU carries the command's status.</summary>
    public const byte StatusFlag = 0x01;

    /// <summary>Whether this PDU ends the command.</summary>
    public bool HasStatus => (Flags & StatusFlag) != 0;

    /// <inheritdoc/>
    public static DataIn Read(PduHeader header) => new(
        header.Flags, header.Bytes[3], header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN,
        header.Word(36), header.Word(40), header.Word(44));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.DataIn;
        bytes[1] = Flags;
        bytes[3] = Status;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes.Put32(36, DataSN);
        bytes.Put32(40, BufferOffset);
        bytes.Put32(44, ResidualCount);
    }
}
