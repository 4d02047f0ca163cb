namespace BootLab.Iscsi.Wire;

/// <summary>Text Request (RFC 7143, 11.10).</summary>
/// <param name="Immediate">Delivered at once, without a CmdSN of its own.</param>
/// <param name="Flags">F 0x80, C 0x40.</param>
/// <param name="Lun">Comes from the target's last answer, otherwise 0.</param>
/// <param name="InitiatorTaskTag">Names the negotiation.</param>
/// <param name="TargetTransferTag">From the target's last answer, otherwise reserved.</param>
/// <param name="CmdSN">The command's number.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
public readonly record struct TextRequest(
    bool Immediate, byte Flags, ulong Lun, uint InitiatorTaskTag, uint TargetTransferTag, uint CmdSN, uint ExpStatSN) : IPduHeader<TextRequest>
{
    /// <summary>The C bit: more text follows in another request.</summary>
    public bool Continue => (Flags & 0x40) != 0;

    /// <inheritdoc/>
    public static TextRequest Read(PduHeader header) => new(
        header.Immediate, header.Flags, header.Lun, header.InitiatorTaskTag, header.TargetTransferTag, header.CmdSN, header.ExpStatSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.TextRequest, Immediate);
        bytes[1] = Flags;
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, TargetTransferTag);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
    }
}
