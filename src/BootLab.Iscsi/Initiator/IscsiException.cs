namespace BootLab.Iscsi.Initiator;

/// <summary>A session that failed, or a SCSI command that ended with something other than GOOD.</summary>
public class IscsiException : IOException
{
    /// <summary>Makes an exception for a session's failure.</summary>
    public IscsiException(IscsiFailure failure, string message, Exception? cause = null)
        : base(message, cause)
    {
        Failure = failure;
    }

    /// <summary>Why.</summary>
    public IscsiFailure Failure { get; }
}
