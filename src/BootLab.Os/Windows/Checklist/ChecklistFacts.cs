using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Matters that only the checklist looks at: they decide no boot, or not of every version.</summary>
public static class ChecklistFacts
{
    internal static readonly WindowsFact ThirdParty = new("W-LWF-4", "no filter of another maker stands on the boot NIC", Evidence.Reported, "CLUB", "SIMPLE");
    internal static readonly WindowsFact Virtual = new("N-5", "the boot NIC is no team and behind no virtual switch", Evidence.Inferred, "NDISFLT");
    internal static readonly WindowsFact PowerManagement = new("W-PM-1", "power management of the boot NIC is off", Evidence.SingleReport, "CLUB", "SIMPLE");
    internal static readonly WindowsFact Times = new("W-TO-1", "requests wait for a lost session for a minute or more, and the disk waits no less", Evidence.Vendor, "NETAPP", "CLUB2");
    internal static readonly WindowsFact Hibernation = new("W-HIB-1", "hibernation and fast startup are off", Evidence.SingleReport, "CLUB", "CLUB2");
    internal static readonly WindowsFact CrashDump = new("W-DUMP-1", "a dump is off, or the NIC's driver can write one", Evidence.Vendor, "HLK-FWTABLE");
    internal static readonly WindowsFact SanPolicy = new("W-SAN-1", "local disks stay offline, so that they take no drive letter", Evidence.Source, "LANIPXE");
    internal static readonly WindowsFact Encryption = new("W-BL-1", "the device is not encrypted by itself", Evidence.SingleReport, "CLUB2");

    /// <summary>All of them, in the catalogue's order.</summary>
    public static IReadOnlyList<WindowsFact> All { get; } = [Virtual, ThirdParty, CrashDump, Hibernation, Times, SanPolicy, Encryption, PowerManagement];
}
