namespace BootLab.Iscsi.Target;

/// <summary>A file is not an overlay of the disk that it is opened for.</summary>
public sealed class OverlayFormatException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public OverlayFormatException()
    {
    }

    /// <summary>Makes one that says what was found, what was expected and how to mend it.</summary>
    public OverlayFormatException(string message)
        : base(message)
    {
    }

    /// <summary>As the other, with a cause.</summary>
    public OverlayFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
