namespace BootLab.Vm.Emission;

/// <summary>A table cannot be emitted in this way. The message is one line: what was found, what was expected, how to mend.</summary>
public sealed class EmissionException(string message) : Exception(message);
