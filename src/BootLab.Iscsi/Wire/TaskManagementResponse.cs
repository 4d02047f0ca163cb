namespace BootLab.Iscsi.Wire;

/// <summary>Task Management Function Response (RFC 7143, 11.6).</summary>
/// <param name="Response">0 done, 1 no such task, 2 no such logical unit, 5 not supported, 255 rejected.</param>
/// <param name="InitiatorTaskTag">From the request.</param>
/// <param name="StatSN">This status' number.</param>
/// <param name="ExpCmdSN">The CmdSN expected next.</param>
/// <param name="MaxCmdSN">The highest CmdSN accepted.</param>
public readonly record struct TaskManagementResponse(byte Response, uint InitiatorTaskTag, uint StatSN, uint ExpCmdSN, uint MaxCmdSN) : IPduHeader<TaskManagementResponse>
{
    /// <inheritdoc/>
    public static TaskManagementResponse Read(PduHeader header) => new(header.Bytes[2], header.InitiatorTaskTag, header.StatSN, header.ExpCmdSN, header.MaxCmdSN);

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)Opcode.TaskManagementResponse;
        bytes[1] = 0x80;
        bytes[2] = Response;
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(24, StatSN);
        bytes.Put32(28, ExpCmdSN);
        bytes.Put32(32, MaxCmdSN);
    }
}
