namespace BootLab.Vm.Layout;

/// <summary>A machine that QEMU cannot give. The message is one line: what was found, what was expected, how to mend.</summary>
public sealed class PciLayoutException(string message) : Exception(message);
