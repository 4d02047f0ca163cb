using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>A SCSI command on its way through an <see cref="InitiatorEngine"/>. One object serves for any number of commands, one after the other.</summary>
public sealed class ScsiTask
{
    private readonly Action<ScsiTask>? _completed;

    /// <summary>Makes a task to be set before each use.</summary>
    /// <param name="completed">Called once for each command, when <see cref="Result"/> or <see cref="Error"/> is set.</param>
    public ScsiTask(Action<ScsiTask>? completed = null)
    {
        _completed = completed;
    }

    /// <summary>Makes a task for a command.</summary>
    /// <inheritdoc cref="Set"/>
    public ScsiTask(ScsiLun lun, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, Action<ScsiTask>? completed = null)
        : this(completed)
    {
        Set(lun, cdb, dataIn, dataOut);
    }

    /// <summary>The logical unit.</summary>
    public ScsiLun Lun { get; private set; }

    /// <summary>The command.</summary>
    public Cdb Cdb { get; private set; }

    /// <summary>Where data from the target go.</summary>
    public Memory<byte> DataIn { get; private set; }

    /// <summary>Data for the target.</summary>
    public ReadOnlyMemory<byte> DataOut { get; private set; }

    /// <summary>How the command ended; meaningful when <see cref="IsCompleted"/> and there is no <see cref="Error"/>.</summary>
    public ScsiResult Result { get; private set; }

    /// <summary>Why the command came to no status; null if it did.</summary>
    public IscsiException? Error { get; private set; }

    /// <summary>Whether the command has ended.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whoever owns the task may leave a note here, such as which slot of a queue it is.</summary>
    public object? State { get; set; }

    internal bool IsUnderWay { get; set; }

    internal uint Tag { get; set; }

    internal uint CmdSN { get; set; }

    internal TimeSpan Deadline { get; set; }

    internal int Transferred { get; set; }

    internal uint ExpDataSN { get; set; }

    /// <summary>Why the command is being aborted; null when it is not.</summary>
    internal IscsiException? AbortCause { get; set; }

    /// <summary>Sets the next command.</summary>
    /// <param name="lun">The logical unit.</param>
    /// <param name="cdb">The command.</param>
    /// <param name="dataIn">Where data from the target go; its length is what the initiator expects.</param>
    /// <param name="dataOut">Data for the target; a command has data in one direction at most.</param>
    /// <exception cref="InvalidOperationException">The command before is still under way.</exception>
    /// <exception cref="ArgumentException">There are data in both directions.</exception>
    public void Set(ScsiLun lun, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut)
    {
        if (IsUnderWay)
        {
            throw new InvalidOperationException("the task's command is still under way");
        }

        if (dataIn.Length > 0 && dataOut.Length > 0)
        {
            throw new ArgumentException("a command has data in one direction at most", nameof(dataOut));
        }

        (Lun, Cdb, DataIn, DataOut) = (lun, cdb, dataIn, dataOut);
        IsCompleted = false;
    }

    internal void Begin()
    {
        if (IsUnderWay)
        {
            throw new InvalidOperationException("the task's command is still under way");
        }

        (IsUnderWay, IsCompleted, Error, AbortCause) = (true, false, null, null);
        (Transferred, ExpDataSN) = (0, 0);
    }

    internal void Complete(ScsiStatus status, SenseData? sense, long residual)
    {
        Result = new ScsiResult(status, sense, Transferred, residual);
        End();
    }

    internal void Fail(IscsiException error)
    {
        Error = error;
        End();
    }

    private void End()
    {
        (IsUnderWay, IsCompleted) = (false, true);
        _completed?.Invoke(this);
    }
}
