namespace BootLab.Vm;

/// <summary>This host lacks something that virtual machines need; the message says what, and the command that brings it.</summary>
public sealed class HostLacksException(string message) : Exception(message)
{
    /// <summary>A program that is not installed.</summary>
    public static HostLacksException Program(string program, string package) => new($"{program} is not installed: apt-get install {package}");
}
