using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Initiator;

/// <summary>A request to the target that is no SCSI command: a ping, text, task management, a logout.</summary>
internal sealed class ControlRequest(string name, Action<ControlRequest>? completed = null)
{
    /// <summary>For messages.</summary>
    public string Name { get; } = name;

    public uint Tag { get; set; }

    /// <summary>The tag that <see cref="Task"/> had: the object may serve another command by the time of the answer.</summary>
    public uint TaskTag { get; set; }

    public uint CmdSN { get; set; }

    public TimeSpan Deadline { get; set; }

    public TaskManagementFunction Function { get; init; }

    public ScsiLun Lun { get; init; }

    /// <summary>The command that ABORT TASK is about.</summary>
    public ScsiTask? Task { get; init; }

    /// <summary>Response code of a task management response or a logout response.</summary>
    public byte Response { get; set; }

    /// <summary>Text that is still to be sent.</summary>
    public ReadOnlyMemory<byte> Unsent { get; set; }

    /// <summary>Text received so far.</summary>
    public List<byte> Text { get; } = [];

    public int Answers { get; set; }

    public IscsiException? Error { get; private set; }

    public void Complete(IscsiException? error = null)
    {
        Error = error;
        completed?.Invoke(this);
    }
}
