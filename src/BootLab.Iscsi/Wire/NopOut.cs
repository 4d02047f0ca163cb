namespace BootLab.Iscsi.Wire;

/// <summary>NOP-Out: a ping of the initiator, or its answer to one (RFC 7143, 11.18).</summary>
/// <param name="Immediate">Delivered at once, without a CmdSN of its own.</param>
/// <param name="Lun">From the NOP-In answered, otherwise 0.</param>
/// <param name="InitiatorTaskTag">Reserved when no answer is wanted.</param>
/// <param name="TargetTransferTag">From the NOP-In answered, otherwise reserved.</param>
/// <param name="CmdSN">The command's number.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
public readonly record struct NopOut(bool Immediate, ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint CmdSN, uint ExpStatSN) : IPduHeader<NopOut>
{
    /// <inheritdoc/>
    public static NopOut Read(PduHeader header) => new(
        header.Immediate, header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.CmdSN, header.ExpStatSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.NopOut, Immediate);
        bytes[1] = 0x80;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
    }
}
