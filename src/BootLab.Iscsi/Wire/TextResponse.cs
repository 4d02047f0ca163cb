namespace BootLab.Iscsi.Wire;

/// <summary>Text Response (RFC 7143, 11.11).</summary>
/// <param name="Flags">F 0x80, C 0x40.</param>
/// <param name="Lun">To be returned with the tag.</param>
/// <param name="InitiatorTaskTag">Names the negotiation.</param>
/// <param name="TargetTransferTag">Reserved when nothing more follows.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
public readonly record struct TextResponse(
    byte Flags, ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN) : IPduHeader<TextResponse>
{
    /// <inheritdoc/>
    public static TextResponse Read(PduHeader header) => new(
        header.Flags, header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.TextResponse;
        bytes[1] = Flags;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
    }
}
