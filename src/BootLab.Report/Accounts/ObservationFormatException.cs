namespace BootLab.Report.Accounts;

/// <summary>A file is not an observation; the message says what was found where.</summary>
public sealed class ObservationFormatException(string message) : Exception(message);
