namespace BootLab.Iscsi.Wire;

/// <summary>Asynchronous Message (RFC 7143, 11.9).</summary>
/// <param name="Lun">Meaningful for SCSI events.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="AsyncEvent">0 SCSI event with sense, 1 logout wanted, 2 connection dropped, 3 session dropped, 4 negotiation wanted.</param>
/// <param name="VendorCode">Meaningful for vendor events.</param>
/// <param name="Parameter1">See RFC 7143, 11.9.1.</param>
/// <param name="Parameter2">See RFC 7143, 11.9.1.</param>
/// <param name="Parameter3">See RFC 7143, 11.9.1.</param>
public readonly record struct AsyncMessage(
    ulong Lun, uint StatSN, uint ExpCmdSN, uint MaxCmdSN, byte AsyncEvent, byte VendorCode, ushort Parameter1, ushort Parameter2, ushort Parameter3)
    : IPduHeader<AsyncMessage>
{
    /// <inheritdoc/>
    public static AsyncMessage Read(PduHeader header) => new(
        header.Lun, header.StatSN, header.ExpCmdSN, header.MaxCmdSN, header.Bytes[36], header.Bytes[37], header.HalfWord(38), header.HalfWord(40), header.HalfWord(42));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.AsyncMessage;
        bytes[1] = 0x80;
        bytes.Put64(8, Lun);
        bytes.Put32(16, PduHeader.ReservedTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes[36] = AsyncEvent;
        bytes[37] = VendorCode;
        bytes.Put16(38, Parameter1);
        bytes.Put16(40, Parameter2);
        bytes.Put16(42, Parameter3);
    }
}
