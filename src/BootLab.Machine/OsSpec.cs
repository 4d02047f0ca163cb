namespace BootLab.Machine;

/// <summary>The operating system on the target's disk, and what it knew when it was installed.</summary>
public sealed record OsSpec
{
    /// <summary>Which system, such as <c>windows-server-2012</c>.</summary>
    public required string System { get; init; }

    /// <summary>Fixes that were put in since the installation, by their article, such as <c>KB2344941</c>.</summary>
    public IReadOnlyList<string> Hotfixes { get; init; } = [];

    /// <summary>Whether what boots is the installation medium, which is to install onto the target's disk.</summary>
    public bool IsSetup { get; init; }

    /// <summary>The record of the installation; null when it is not known.</summary>
    public InstallRecord? Installed { get; init; }
}
