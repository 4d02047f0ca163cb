namespace BootLab.Firmware.Sources;

/// <summary>Something that no table can be taken from. The message says where, what was found, and what was expected.</summary>
public sealed class SourceFormatException(string message) : FormatException(message)
{
    /// <summary>With the line of a text, counted from 1.</summary>
    internal static SourceFormatException AtLine(int line, string message) => new($"line {line}: {message}");
}
