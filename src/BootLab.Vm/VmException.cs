namespace BootLab.Vm;

/// <summary>A virtual machine, or the making of its pieces, failed; the message says where, and what the program concerned said.</summary>
public sealed class VmException(string message) : Exception(message);
