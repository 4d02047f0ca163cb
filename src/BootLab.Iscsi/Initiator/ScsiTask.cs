using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>A SCSI command given to an <see cref="InitiatorEngine"/>.</summary>
/// <param name="lun">The logical unit.</param>
/// <param name="cdb">The command.</param>
/// <param name="dataIn">Where data from the target go; its length is what the initiator expects.</param>
/// <param name="dataOut">Data for the target; a command has data in one direction at most.</param>
/// <param name="completed">Called once, when <see cref="Result"/> or <see cref="Error"/> is set.</param>
public sealed class ScsiTask(ScsiLun lun, Cdb cdb, Memory<byte> dataIn, ReadOnlyMemory<byte> dataOut, Action<ScsiTask>? completed = null)
{
    /// <summary>The logical unit.</summary>
    public ScsiLun Lun { get; } = lun;

    /// <summary>The command.</summary>
    public Cdb Cdb { get; } = cdb;

    /// <summary>Where data from the target go.</summary>
    public Memory<byte> DataIn { get; } = dataIn;

    /// <summary>Data for the target.</summary>
    public ReadOnlyMemory<byte> DataOut { get; } = dataOut;

    /// <summary>How the command ended; meaningful when <see cref="IsCompleted"/> and there is no <see cref="Error"/>.</summary>
    public ScsiResult Result { get; private set; }

    /// <summary>Why the command came to no status; null if it did.</summary>
    public IscsiException? Error { get; private set; }

    /// <summary>Whether the command has ended.</summary>
    public bool IsCompleted { get; private set; }

    internal uint Tag { get; set; }

    internal TimeSpan Deadline { get; set; }

    internal int Transferred { get; set; }

    internal uint ExpDataSN { get; set; }

    internal void Complete(ScsiStatus status, SenseData? sense, long residual)
    {
        Result = new ScsiResult(status, sense, Transferred, residual);
        IsCompleted = true;
        completed?.Invoke(this);
    }

    internal void Fail(IscsiException error)
    {
        Error = error;
        IsCompleted = true;
        completed?.Invoke(this);
    }
}
