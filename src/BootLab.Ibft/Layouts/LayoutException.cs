namespace BootLab.Ibft.Layouts;

/// <summary>Content that a layout has no room for.</summary>
public sealed class LayoutException : Exception
{
    /// <summary>With what was found and what is possible.</summary>
    public LayoutException(string message, int found, int limit) : base(message) => (Found, Limit) = (found, limit);

    /// <summary>Bytes, or structures, that the content needs.</summary>
    public int Found { get; }

    /// <summary>Bytes, or structures, that there is room for.</summary>
    public int Limit { get; }
}
