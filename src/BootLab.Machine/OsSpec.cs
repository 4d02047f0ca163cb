using System.Net.NetworkInformation;

namespace BootLab.Machine;

/// <summary>The operating system on the target's disk, and what it knew when it was installed.</summary>
public sealed record OsSpec
{
    /// <summary>Which system, such as <c>windows-server-2012</c>.</summary>
    public required string System { get; init; }

    /// <summary>The record of the installation; null when it is not known.</summary>
    public InstallRecord? Installed { get; init; }
}

/// <summary>The network functions as an installation saw them.</summary>
public sealed record InstallRecord
{
    /// <summary>The NIC that the iBFT named first when the system was installed.</summary>
    public required InstalledNic FirstNic { get; init; }
}

/// <summary>A NIC at install time: identified by where it sat and by its address.</summary>
public sealed record InstalledNic(PhysicalAddress Mac, PciAddress Pci);
