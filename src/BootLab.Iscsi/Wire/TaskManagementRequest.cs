namespace BootLab.Iscsi.Wire;

/// <summary>Task Management Function Request (RFC 7143, 11.5).</summary>
/// <param name="Immediate">Delivered at once, without a CmdSN of its own.</param>
/// <param name="Function">1 ABORT TASK, 2 ABORT TASK SET, 5 LOGICAL UNIT RESET, 6 TARGET WARM RESET, 7 TARGET COLD RESET.</param>
/// <param name="Lun">The logical unit meant.</param>
/// <param name="InitiatorTaskTag">Names the request.</param>
/// <param name="ReferencedTaskTag">The task meant by ABORT TASK.</param>
/// <param name="CmdSN">The command's number.</param>
/// <param name="ExpStatSN">The StatSN expected next.</param>
/// <param name="RefCmdSN">CmdSN of the task meant.</param>
/// <param name="ExpDataSN">For TASK REASSIGN.</param>
public readonly record struct TaskManagementRequest(
    bool Immediate, byte Function, ulong Lun, uint InitiatorTaskTag, uint ReferencedTaskTag, uint CmdSN, uint ExpStatSN,
    uint RefCmdSN, uint ExpDataSN) : IPduHeader<TaskManagementRequest>
{
    /// <inheritdoc/>
    public static TaskManagementRequest Read(PduHeader header) => new(
        header.Immediate, (byte)(header.Flags & 0x7f), header.Lun, header.InitiatorTaskTag, header.Word(20), header.CmdSN, header.ExpStatSN,
        header.Word(32), header.Word(36));

    /// <inheritdoc/>
    public void Write(Span<byte> bytes)
    {
        bytes[0] = HeaderFields.RequestOpcode(Opcode.TaskManagementRequest, Immediate);
        bytes[1] = (byte)(0x80 | Function);
        bytes.Put64(8, Lun);
        bytes.Put32(16, InitiatorTaskTag);
        bytes.Put32(20, ReferencedTaskTag);
        bytes.Put32(24, CmdSN);
        bytes.Put32(28, ExpStatSN);
        bytes.Put32(32, RefCmdSN);
        bytes.Put32(36, ExpDataSN);
    }
}
