namespace BootLab.Disk.Images;

/// <summary>A program of the host that has to do part of the work is not installed; the message has the command that brings it.</summary>
/// <param name="program">The program.</param>
/// <param name="package">The Debian package that brings it.</param>
/// <param name="purpose">What it does, as in <c>reads qcow2 images</c>.</param>
public sealed class MissingProgramException(string program, string package, string purpose) : Exception($"{program}, which {purpose}, is not installed: apt-get install {package}")
{
    /// <summary>The program.</summary>
    public string Program => program;
}
