namespace BootLab.Iscsi.Initiator;

/// <summary>A session that failed, or a SCSI command that came to no status.</summary>
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

    /// <summary>How long the target wants to be left alone before the next login (Time2Wait); null where it did not say.</summary>
    public TimeSpan? Time2Wait { get; init; }

    /// <summary>The answer of a target that refused the login; null for any other failure.</summary>
    public LoginRefused? Refusal { get; init; }
}
