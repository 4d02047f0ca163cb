namespace BootLab.Iscsi.Wire;

/// <summary>NOP-In: a ping of the target, its answer to one, or news of the CmdSN window (RFC 7143, 11.19).</summary>
/// <param name="Lun">To be returned with the tag.</param>
/// <param name="InitiatorTaskTag">From the NOP-Out answered, otherwise reserved.</param>
/// <param name="TargetTransferTag">Reserved when no answer is wanted.</param>
/// <param name="StatSN">Advanced only when a NOP-Out is answered.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
public readonly record struct NopIn(ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN) : IPduHeader<NopIn>
{
    /// <inheritdoc/>
    public static NopIn Read(PduHeader header) => new(
        header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.NopIn;
        bytes[1] = 0x80;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
    }
}
