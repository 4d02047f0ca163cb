namespace BootLab.Rules.Mending;

/// <summary>Nothing can be made of the bytes or of what was asked; the message is one line.</summary>
public sealed class MendException(string message) : Exception(message);
