namespace BootLab.Iscsi.Wire;

/// <summary>Bytes that are no iSCSI: a PDU that cannot be framed or read, or malformed text keys.</summary>
public sealed class IscsiFormatException : Exception
{
    /// <summary>Makes an exception that names the place.</summary>
    /// <param name="message">What was found and what was expected; the offset is added to it.</param>
    /// <param name="offset">Offset in bytes from the start of the stream or of the text.</param>
    public IscsiFormatException(string message, long offset)
        : base($"offset {offset}: {message}")
    {
        Offset = offset;
    }

    /// <summary>Offset in bytes of what is wrong, from the start of the stream or of the text.</summary>
    public long Offset { get; }

    /// <summary>Whether a header does not fit its digest.</summary>
    public bool IsDigestError { get; init; }
}
