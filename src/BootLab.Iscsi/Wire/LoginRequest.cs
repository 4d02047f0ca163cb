namespace BootLab.Iscsi.Wire;

/// <summary>Login Request (RFC 7143, 11.12); always immediate.</summary>
/// <param name="Flags">T 0x80, C 0x40, CSG 0x0c, NSG 0x03.</param>
/// <param name="VersionMax">Highest version supported.</param>
/// <param name="VersionMin">Lowest version supported.</param>
/// <param name="Isid">The initiator's part of the session identifier.</param>
/// <param name="Tsih">The target's session handle, 0 for a new session.</param>
/// <param name="InitiatorTaskTag">The same for all requests of one login.</param>
/// <param name="Cid">Connection identifier.</param>
/// <param name="CmdSN">The session's first CmdSN.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
public readonly record struct LoginRequest(
    byte Flags, byte VersionMax, byte VersionMin, Isid Isid, ushort Tsih, uint InitiatorTaskTag, ushort Cid, uint CmdSN, uint ExpStatSN) : IPduHeader<LoginRequest>
{
    /// <summary>The T bit: the sender is ready to leave its stage.</summary>
    public bool Transit => (Flags & 0x80) != 0;

    /// <summary>The C bit: more text follows in another request.</summary>
    public bool Continue => (Flags & 0x40) != 0;

    /// <summary>CSG: the stage that this request belongs to.</summary>
    public LoginStage CurrentStage => (LoginStage)((Flags >> 2) & 3);

    /// <summary>NSG: the stage that follows if T is set.</summary>
    public LoginStage NextStage => (LoginStage)(Flags & 3);

    /// <inheritdoc/>
    public static LoginRequest Read(PduHeader header) => new(
        header.Flags, header.Bytes[2], header.Bytes[3], Isid.FromBytes(header.Bytes[8..]), header.HalfWord(14),
        header.InitiatorTaskTag, header.HalfWord(20), header.CmdSN, header.ExpStatSN);

    /// <summary>Flags of the given stages.</summary>
    public static byte FlagsOf(bool transit, LoginStage current, LoginStage next, bool continues = false) =>
        (byte)((transit ? 0x80 : 0) | (continues ? 0x40 : 0) | ((int)current << 2) | (int)next);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.LoginRequest, immediate: true);
        bytes[1] = Flags;
        bytes[2] = VersionMax;
        bytes[3] = VersionMin;
        Isid.CopyTo(bytes[8..]);
        bytes.Put16(14, Tsih);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put16(20, Cid);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
    }
}
