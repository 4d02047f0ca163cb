namespace BootLab.Net.Live;

/// <summary>The host cannot give a live link: something is missing, or this user may not do it. The message is one line that says how to mend it.</summary>
public sealed class LiveException : Exception
{
    /// <param name="message">What was found, what was expected, how to mend it.</param>
    /// <param name="cause">What the host said; null when it said nothing.</param>
    public LiveException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
