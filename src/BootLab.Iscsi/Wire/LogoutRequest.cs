namespace BootLab.Iscsi.Wire;

/// <summary>Logout Request (RFC 7143, 11.14).</summary>
/// <param name="Immediate">Delivered at once, without a CmdSN of its own.</param>
/// <param name="Reason">0 close the session, 1 close the connection, 2 remove it for recovery.</param>
/// <param name="InitiatorTaskTag">Names the request.</param>
/// <param name="Cid">The connection meant by reasons 1 and 2.</param>
/// <param name="CmdSN">The command's number.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
public readonly record struct LogoutRequest(bool Immediate, byte Reason, uint InitiatorTaskTag, ushort Cid, uint CmdSN, uint ExpStatSN) : IPduHeader<LogoutRequest>
{
    /// <inheritdoc/>
    public static LogoutRequest Read(PduHeader header) => new(
        header.Immediate, (byte)(header.Flags & 0x7f), header.InitiatorTaskTag, header.HalfWord(20), header.CmdSN, header.ExpStatSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.LogoutRequest, Immediate);
        bytes[1] = (byte)(0x80 | Reason);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put16(20, Cid);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
    }
}
