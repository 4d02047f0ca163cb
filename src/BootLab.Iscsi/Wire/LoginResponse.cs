namespace BootLab.Iscsi.Wire;

/// <summary>Login Response (RFC 7143, 11.13).</summary>
/// <param name="Flags">T 0x80, C 0x40, CSG 0x0c, NSG 0x03.</param>
/// <param name="VersionMax">Highest version supported.</param>
/// <param name="VersionActive">Version in use.</param>
/// <param name="Isid">As in the request.</param>
/// <param name="Tsih">The session handle, set in the final response.</param>
/// <param name="InitiatorTaskTag">As in the request.</param>
/// <param name="StatSN">This response's number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
/// <param name="StatusClass">0 success, 1 redirection, 2 initiator error, 3 target error.</param>
/// <param name="StatusDetail">Which of them (RFC 7143, 11.13.5).</param>
public readonly record struct LoginResponse(
    byte Flags, byte VersionMax, byte VersionActive, Isid Isid, ushort Tsih, uint InitiatorTaskTag,
    uint StatSN, uint ExpCmdSN, uint MaxCmdSN, byte StatusClass, byte StatusDetail) : IPduHeader<LoginResponse>
{
    /// <summary>The T bit: the target goes to the next stage.</summary>
    public bool Transit => (Flags & 0x80) != 0;

    /// <summary>The C bit: more text follows; an empty request asks for it.</summary>
    public bool Continue => (Flags & 0x40) != 0;

    /// <summary>CSG.</summary>
    public LoginStage CurrentStage => (LoginStage)((Flags >> 2) & 3);

    /// <summary>NSG.</summary>
    public LoginStage NextStage => (LoginStage)(Flags & 3);

    /// <inheritdoc/>
    public static LoginResponse Read(PduHeader header) => new(
        header.Flags, header.Bytes[2], header.Bytes[3], Isid.FromBytes(header.Bytes[8..]), header.HalfWord(14), header.InitiatorTaskTag,
        header.StatSN, header.ExpCmdSN, header.MaxCmdSN, header.Bytes[36], header.Bytes[37]);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.LoginResponse;
        bytes[1] = Flags;
        bytes[2] = VersionMax;
        bytes[3] = VersionActive;
        Isid.CopyTo(bytes[8..]);
        bytes.Put16(14, Tsih);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
        bytes[36] = StatusClass;
        bytes[37] = StatusDetail;
    }
}
