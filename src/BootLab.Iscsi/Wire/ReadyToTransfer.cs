namespace BootLab.Iscsi.Wire;

/// <summary>Ready To Transfer: the target asks for a piece of a write (RFC 7143, 11.8).</summary>
/// <param name="Lun">The logical unit.</param>
/// <param name="InitiatorTaskTag">Names the task.</param>
/// <param name="TargetTransferTag">Comes back in the Data-Out PDUs.</param>
/// <param name="StatSN">The next StatSN; not advanced by this PDU.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="R2TSN">Number of this R2T within the task.</param>
/// <param name="BufferOffset">First byte asked for.</param>
/// <param name="DesiredDataTransferLength">Number of bytes asked for.</param>
public readonly record struct ReadyToTransfer(
    ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN,
    uint R2TSN, uint BufferOffset, uint DesiredDataTransferLength) : IPduHeader<ReadyToTransfer>
{
    /// <inheritdoc/>
    public static ReadyToTransfer Read(PduHeader header) => new(
        header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN,
        header.Word(36), header.Word(40), header.Word(44));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.ReadyToTransfer;
        bytes[1] = 0x80;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes.Put32(36, R2TSN);
        bytes.Put32(40, BufferOffset);
        bytes.Put32(44, DesiredDataTransferLength);
    }
}
