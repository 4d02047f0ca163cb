namespace BootLab.Iscsi.Initiator;

/// <summary>A SCSI command that ended with a status other than GOOD; the session lives on.</summary>
public sealed class ScsiException : IOException
{
    /// <summary>Makes an exception for the result of a command.</summary>
    public ScsiException(string command, ScsiResult result)
        : base(result.Sense is { } sense ? $"{command} ended with {result.Status}: {sense}" : $"{command} ended with {result.Status}")
    {
        Result = result;
    }

    /// <summary>Status, sense and counts.</summary>
    public ScsiResult Result { get; }
}
