namespace BootLab.Iscsi.Wire;

/// <summary>SCSI Data-Out (RFC 7143, 11.7).</summary>
/// <param name="Flags">F 0x80: last PDU of the sequence.</param>
/// <param name="Lun">The logical unit of the R2T answered.</param>
/// <param name="InitiatorTaskTag">Names the task.</param>
/// <param name="TargetTransferTag">The R2T answered; reserved in unsolicited data.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
/// <param name="DataSN">Number of this PDU within its sequence.</param>
/// <param name="BufferOffset">Where in the command's data these bytes belong.</param>
public readonly record struct DataOut(
    byte Flags, ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint ExpStatSN, uint DataSN, uint BufferOffset) : IPduHeader<DataOut>
{
    /// <summary>Whether the sequence ends here.</summary>
    public bool Final => (Flags & 0x80) != 0;

    /// <inheritdoc/>
    public static DataOut Read(PduHeader header) => new(
        header.Flags, header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.ExpStatSN, header.Word(36), header.Word(40));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.DataOut;
        bytes[1] = Flags;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(28, ExpStatSN);
        bytes.Put32(36, DataSN);
        bytes.Put32(40, BufferOffset);
    }
}
