namespace BootLab.Disk.Images;

/// <summary>A program of the host that has to do part of the work is not installed; the message has the command that brings it.</summary>
/// <param name="program">The program.</param>
/// <param name="package">The Debian package that brings it.</param>
public sealed class MissingProgramException(string program, string package) : Exception($"{program} is not installed: apt-get install {package}");
