namespace BootLab.Rom;

/// <summary>The real program would wait here for ever; the emulation stops and says so.</summary>
internal sealed class BootHangException(string message) : Exception(message);
