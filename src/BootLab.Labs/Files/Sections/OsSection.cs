using System.Net.NetworkInformation;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>os</c>: the operating system on the disk.</summary>
internal static class OsSection
{
    private static readonly Key<string> System = new("system", Scalars.Name, "Which system, such as windows-server-2012.", Required: true);

    private static readonly Key<InstallRecord> Installed = new("installed", InstallShape(), "The machine as the installation saw it.");

    public static readonly MapShape<OsSpec> Shape = new(
        "operating system",
        "The operating system on the target's disk.",
        [System, Installed],
        map => new OsSpec { System = map.Get(System), Installed = map.Find(Installed) });

    private static MapShape<InstallRecord> InstallShape()
    {
        var mac = new Key<PhysicalAddress>("mac", NetworkScalars.Mac, "Its MAC address.", Required: true);
        var pci = new Key<PciAddress>("pci", NetworkScalars.Pci, "Its place on the PCI bus.", Required: true);
        var firstNic = new Key<InstalledNic>(
            "first-nic",
            new MapShape<InstalledNic>("installed NIC", "A NIC at install time.", [mac, pci], map => new InstalledNic(map.Get(mac), map.Get(pci))),
            "The NIC that the table named first when the system was installed.",
            Required: true);
        return new("install record", "The machine as the installation saw it.", [firstNic], map => new InstallRecord { FirstNic = map.Get(firstNic) });
    }
}
