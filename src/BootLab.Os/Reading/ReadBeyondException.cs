namespace BootLab.Os.Reading;

/// <summary>A driver reads where nobody can foretell what it finds.</summary>
internal sealed class ReadBeyondException(string message) : Exception(message);
