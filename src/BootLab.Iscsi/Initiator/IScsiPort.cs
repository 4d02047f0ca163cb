using BootLab.Iscsi.Scsi;
using BootLab.Iscsi.Wire;

namespace BootLab.Iscsi.Initiator;

/// <summary>What carries SCSI commands to a target: an <see cref="IscsiSession"/>, or a <see cref="ReconnectingSession"/>.</summary>
public interface IScsiPort
{
    /// <summary>The clock of waits between tries.</summary>
    TimeProvider Time { get; }

    /// <summary>How often commands are tried.</summary>
    CommandRetries Retries { get; }

    /// <summary>Runs one SCSI command and gives its status, whatever it is.</summary>
    /// <param name="lun">The logical unit.</param>
    /// <param name="cdb">The command.</param>
    /// <param name="dataIn">Where data from the target go.</param>
    /// <param name="dataOut">Data for the target.</param>
    /// <param name="cancellation">Aborts the command at the target, or the whole session where the initiator cannot do that.</param>
    /// <exception cref="IscsiException">The session failed, or the command did not complete at the target.</exception>
    ValueTask<ScsiResult> ExecuteAsync(
        ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default, CancellationToken cancellation = default);

    /// <summary>Runs one SCSI command while the caller waits.</summary>
    /// <exception cref="IscsiException">The session failed, or the command did not complete at the target.</exception>
    /// <exception cref="InvalidOperationException">It would block the event loop that has to bring the answer.</exception>
    ScsiResult Execute(ScsiLun lun, Cdb cdb, Memory<byte> dataIn = default, ReadOnlyMemory<byte> dataOut = default);
}
