namespace BootLab.Iscsi.Wire;

/// <summary>Logout Response (RFC 7143, 11.15).</summary>
/// <param name="Response">0: closed.</param>
/// <param name="InitiatorTaskTag">From the request.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="Time2Wait">Seconds before a reconnection.</param>
/// <param name="Time2Retain">Seconds after that for which tasks are kept.</param>
public readonly record struct LogoutResponse(
    byte Response, uint InitiatorTaskTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN, ushort Time2Wait, ushort Time2Retain) : IPduHeader<LogoutResponse>
{
    /// <inheritdoc/>
    public static LogoutResponse Read(PduHeader header) => new(
        header.Bytes[2], header.InitiatorTaskTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN, header.HalfWord(40), header.HalfWord(42));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.LogoutResponse;
        bytes[1] = 0x80;
        bytes[2] = Response;
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes.Put16(40, Time2Wait);
        bytes.Put16(42, Time2Retain);
    }
}
