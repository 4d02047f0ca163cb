using BootLab.Os.Knowledge;

namespace BootLab.Os.Windows;

/// <summary>Every matter by which the model decides.</summary>
public static class FactCatalogue
{
    private static readonly List<WindowsFact> s_all = [];

    internal static readonly WindowsFact Booted = New("S0", "the boot program logs in and starts the disk's boot program", Evidence.Spec, "IBFT-SPEC");
    internal static readonly WindowsFact Selection = New("S2", "the loader takes the control set that Select names", Evidence.Vendor, "WI6");
    internal static readonly WindowsFact TableFound = New("T-DISC-1", "the table is found by a way that the firmware has; without one no network driver is promoted", Evidence.Source, "EDK2-IBFT", "IPXE-IBFT", "WI6", "OSR-NB");
    internal static readonly WindowsFact Signature = New("T-DISC-2", "the signature is iBFT, as all firmware writes it that boots Windows", Evidence.Inferred, "EDK2-IBFT", "IPXE-IBFT", "VENTOY");
    internal static readonly WindowsFact Aligned = New("T-DISC-3", "in low memory the table lies at a multiple of 16", Evidence.Inferred, "SBC-ACPI");
    internal static readonly WindowsFact LowMemory = New("T-DISC-4", "in low memory the table lies between 0x80000 and 0xa0000", Evidence.SingleReport, "IPXE-DEVEL-2014");
    internal static readonly WindowsFact Reserved = New("T-DISC-5", "the table's memory is taken out of what the BIOS says is free (40:13)", Evidence.Inferred, "IPXE-INT13");
    internal static readonly WindowsFact OneTable = New("T-DISC-1", "there is one table: which of two Windows takes is not known", Evidence.Inferred, "EDK2-IBFT");
    internal static readonly WindowsFact TableLength = New("T-DISC-7", "the table is no longer than those that are known to boot", Evidence.Source, "VENTOY", "EDK2-IBFT");
    internal static readonly WindowsFact Checksum = New("T-HDR-1", "the table's bytes sum to 0", Evidence.Inferred, "SBC-ACPI");
    internal static readonly WindowsFact WholeTable = New("T-HDR-2", "the header's length covers header and control, and lies in memory", Evidence.Inferred, "SBC-ACPI", "IBFT-SPEC");
    internal static readonly WindowsFact Revision = New("T-HDR-3", "the table's revision is 1", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact BootFailover = New("T-CTL-2", "the flags of control are 0: with Boot Failover an installer does not find the disk", Evidence.Source, "EDK2-IBFT");
    internal static readonly WindowsFact NamesATarget = New("T-CTL-3", "the table names a target and its NIC", Evidence.Source, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact StructureIds = New("T-CTL-4", "every structure has the id of its place in control", Evidence.Inferred, "SBC-IBFT", "IBFT-SPEC");
    internal static readonly WindowsFact Association = New("T-ORD-5", "the target's NIC association is the index of a NIC", Evidence.Spec, "IBFT-SPEC");
    internal static readonly WindowsFact DeadTargets = New("T-ORD-7", "targets that do not answer are passed over", Evidence.SingleReport, "EDK2-7329");
    internal static readonly WindowsFact ManyPairs = New("T-ORD-8", "no more than two pairs are known to be used at boot", Evidence.SingleReport, "VO2018", "UCS");
    internal static readonly WindowsFact InitiatorValid = New("T-INI-1", "the initiator is valid", Evidence.Inferred, "SBC-IBFT", "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact InitiatorSelected = New("T-INI-1", "the initiator is boot selected, as iPXE and EDK2 write it", Evidence.Inferred, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact InitiatorName = Meaning("T-INI-2", "the initiator name has 1 to 223 bytes", Evidence.Vendor, "MS-BOOTCFG");
    internal static readonly WindowsFact NameForm = New("T-INI-2", "the initiator name begins with iqn., eui. or naa.", Evidence.Spec, "RFC-7143");
    internal static readonly WindowsFact Acl = New("T-INI-3", "the target lets the table's initiator name in: Windows logs in with that one", Evidence.Inferred, "IPXE-IBFT");
    internal static readonly WindowsFact NicValid = New("T-NIC-1", "the NIC is valid", Evidence.Inferred, "SBC-IBFT");
    internal static readonly WindowsFact NicSelected = New("T-NIC-1", "a NIC is boot selected, as iPXE and EDK2 write it", Evidence.Inferred, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact Mac = New("T-NIC-2", "the NIC's MAC address is that of an adapter", Evidence.Inferred, "SBC-NIC", "EDK2-IBFT");
    internal static readonly WindowsFact MacOverride = New("T-NIC-2", "the image gives the adapter no other MAC address than the table says", Evidence.Inferred, "SBC-NIC", "EDK2-IBFT");
    internal static readonly WindowsFact PciPlace = New("T-NIC-4", "the NIC's PCI address is that of the adapter with its MAC address", Evidence.Inferred, "SBC-NIC");
    internal static readonly WindowsFact OneMac = New("T-NIC-3", "one adapter has the NIC's MAC address", Evidence.Inferred, "SBC-NIC");
    internal static readonly WindowsFact Prefix = New("T-NIC-5", "the prefix length is 1 to 32", Evidence.Source, "SBC-IBFT");
    internal static readonly WindowsFact NoAddress = New("T-NIC-7", "a NIC other than the boot NIC may be listed without an address", Evidence.SingleReport, "SF");
    internal static readonly WindowsFact Vlan = New("T-NIC-9", "the boot NIC's network is untagged: nothing makes a tagged interface of the table", Evidence.Inferred, "HLK-FWTABLE");
    internal static readonly WindowsFact Families = New("T-NIC-12", "IPv6 is demanded of boot components; no report has Windows boot by it", Evidence.Inferred, "HLK-FWTABLE");
    internal static readonly WindowsFact OneFamily = New("T-NIC-12", "NIC and target have addresses of one family", Evidence.Inferred, "RFC-1122");
    internal static readonly WindowsFact TargetValid = New("T-TGT-1", "the target is valid", Evidence.Inferred, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact TargetSelected = New("T-TGT-1", "a target is boot selected, as iPXE and EDK2 write it", Evidence.Inferred, "IPXE-IBFT", "EDK2-IBFT");
    internal static readonly WindowsFact TargetFields = Meaning("T-TGT-2", "the target has a name of 1 to 223 bytes, an address and a port", Evidence.Vendor, "MS-BOOTCFG", "IBFT-SPEC");
    internal static readonly WindowsFact ConfiguredPortal = New("T-TGT-3", "the table keeps the configured portal, not the one of a redirection", Evidence.Source, "EDK2-A2D59EF291", "HLK-FWTABLE");
    internal static readonly WindowsFact ChapSecret = New("T-TGT-4", "a CHAP secret has 12 to 16 bytes, asked for or not", Evidence.Source, "IPXE-4DD746A72", "FLEXBOOT");
    internal static readonly WindowsFact Chap = New("T-TGT-4", "the target takes the table's CHAP name and secret", Evidence.Spec, "RFC-7143-CHAP");
    internal static readonly WindowsFact MutualChap = New("T-TGT-5", "mutual CHAP has two secrets, and they differ", Evidence.Spec, "RFC-7143-CHAP");
    internal static readonly WindowsFact SystemDisk = New("T-TGT-7", "the unit that is logged in to is the disk that the loader booted", Evidence.Inferred, "SBC-ACPI");
    internal static readonly WindowsFact NicResolved = New("N-1", "a NIC of the table is in the machine, and set-up has its driver", Evidence.Reported, "TT2012", "NIL2010");
    internal static readonly WindowsFact Code31 = New("N-2", "Setup of Server 2012 leaves other NICs of the boot NIC's model with Code 31", Evidence.Vendor, "KB-2012-NIC");
    internal static readonly WindowsFact OtherModel = New("N-3", "NICs of other models start", Evidence.Inferred, "KB-2012-NIC");
    internal static readonly WindowsFact NicKind = New("N-4", "the boot NIC is no USB or wireless adapter", Evidence.SingleReport, "CLUB");
    internal static readonly WindowsFact BusDriver = New("N-4", "the bus driver beneath the boot NIC is promoted too", Evidence.Source, "XENVIF38", "SBC-INSTALL");
    internal static readonly WindowsFact Reachable = New("R-1", "the target is reachable by the NIC's address, prefix length and gateway", Evidence.Spec, "IBFT-SPEC", "RFC-1122");
    internal static readonly WindowsFact Cable = New("R-1", "the NIC has link, on a network where the target answers", Evidence.Spec, "IBFT-SPEC", "RFC-1122");
    internal static readonly WindowsFact BootNicAddress = New("R-1", "the boot NIC has an address in the table", Evidence.SingleReport, "SF");
    internal static readonly WindowsFact HostRoute = New("R-GW-1", "a gateway becomes a host route to the target, even on-link", Evidence.Vendor, "KB960104");
    internal static readonly WindowsFact ZeroGateway = New("R-GW-2", "no gateway becomes a default route by 0.0.0.0", Evidence.Vendor, "KB2727330");
    internal static readonly WindowsFact NoGateway = New("R-GW-3", "a target in another subnet needs a gateway", Evidence.Spec, "RFC-1122");
    internal static readonly WindowsFact DefaultRoute = New("R-GW-4", "without a gateway in the table something else gives Windows a default route", Evidence.SingleReport, "CLUB", "LANIPXE");
    internal static readonly WindowsFact ForwardingDelay = New("R-LINK-1", "the switch forwards soon after the driver has opened the NIC", Evidence.Inferred, "CLUB", "FLEXBOOT");
    internal static readonly WindowsFact MediaSense = New("R-LINK-2", "of two boot ports the first has link, or DisableDHCPMediaSense is 1", Evidence.Inferred, "SBC-INSTALL");
    internal static readonly WindowsFact TwoAddresses = New("R-IP-1", "the image has no static address of its own on the boot NIC", Evidence.SingleReport, "SIMPLE");
    internal static readonly WindowsFact SecondSession = New("R-SES-1", "the target takes a second session while the boot program's may linger", Evidence.Inferred, "IPXE-5F4AB0D22");
    internal static readonly WindowsFact BiosDrive = New("P-2", "the BIOS's count of disks (40:75) has the SAN drive", Evidence.Source, "IPXE-B51597795");
    internal static readonly WindowsFact UefiLoader = New("P-8", "the disk is a block device of the firmware, and Windows Boot Manager is on its EFI system partition", Evidence.Source, "IPXE-FDCDC5203");
    internal static readonly WindowsFact BootPath = New("W-BCD-1", "boot manager, boot configuration, winload and hive are where each looks for the next", Evidence.SingleReport, "WIN10NOTES");
    internal static readonly WindowsFact BootFiles = New("W-BCD-1", "partitions, boot files and hives that the boot goes by are on the disk, and whole", Evidence.Inferred, "WIN10NOTES");
    internal static readonly WindowsFact SameDevice = New("D-ID-1", "the boot NIC's device is the one of the installation", Evidence.Inferred, "KB2344941");
    internal static readonly WindowsFact OtherSlot = New("D-ID-2", "the same model in another slot is a new device", Evidence.Inferred, "KB2344941", "KB2507616");
    internal static readonly WindowsFact OtherPort = New("D-ID-3", "a port that was not the installation's boot NIC has the WFP filter bound", Evidence.Inferred, "KB976042", "KB2507616");
    internal static readonly WindowsFact NativeControl = New("D-ID-4", "a firmware update that changes PCI Express native control renames devices", Evidence.Vendor, "KB2621024");
    internal static readonly WindowsFact OtherIds = New("D-ID-5", "another vendor, device, subsystem or revision is another device", Evidence.Vendor, "BXP");
    internal static readonly WindowsFact NicService = Meaning("W-SVC-1", "the boot NIC's driver is loaded by the loader: Start 0, or BootFlags bit 0 and a table", Evidence.Vendor, "DDK-ADDSVC", "OSR-NB");
    internal static readonly WindowsFact ServiceType = New("W-SVC-1", "a driver's service has the Type of a driver", Evidence.Inferred, "DDK-ADDSVC");
    internal static readonly WindowsFact StackService = Meaning("W-SVC-2", "so is every driver in the NIC's stack", Evidence.Vendor, "DDK-LOADORDER");
    internal static readonly WindowsFact SystemServices = New("W-SVC-3", "iScsiPrt, NDIS and Tcpip are loaded by the loader", Evidence.Source, "LANIPXE", "ARMER");
    internal static readonly WindowsFact StorageServices = New("W-SVC-3", "the drivers of disk and volumes are loaded by the loader", Evidence.Source, "LANIPXE", "ARMER");
    internal static readonly WindowsFact EnabledServices = New("W-SVC-3", "what else network and disk are made of is not disabled", Evidence.Inferred, "LANIPXE", "ARMER");
    internal static readonly WindowsFact Demoted = New("W-SVC-4", "no value other than 0 stands below a boot driver's StartOverride", Evidence.Source, "LANIPXE", "CLUB2");
    internal static readonly WindowsFact DriverFile = New("W-SVC-5", "the driver's file is in the image", Evidence.Source, "LANIPXE");
    internal static readonly WindowsFact DriverFlags = Meaning("W-BOOTDRV-1", "BootDriverFlags bit 0 loads drivers for network boots without a table", Evidence.Vendor, "FF793561");
    internal static readonly WindowsFact DeviceKnown = New("W-ENUM-1", "Windows has met the boot NIC", Evidence.Inferred, "SIMPLE");
    internal static readonly WindowsFact DeviceStarts = New("W-ENUM-1", "the boot NIC's device has a driver, and is not disabled, to be installed anew or failed", Evidence.Inferred, "SIMPLE");
    internal static readonly WindowsFact InitiatorDevice = Meaning("W-ENUM-2", "ROOT\\ISCSIPRT\\0000 is there and starts", Evidence.SingleReport, "AZB", "SIMPLE");
    internal static readonly WindowsFact Bindings = New("W-ENUM-3", "IPv4 is bound to the boot NIC", Evidence.Source, "INTDRV", "SIMPLE");
    internal static readonly WindowsFact Filter = New("W-LWF-1", "no mandatory filter is bound to the boot NIC whose driver the loader does not load", Evidence.Vendor, "KB976042", "KB2507616", "NDISFLT");
    internal static readonly WindowsFact BootStartFilter = New("W-LWF-3", "the WFP filter, mandatory and loaded at boot, is reported to work on Windows 10 and 11; for 7 Microsoft says that it is not fit for paging", Evidence.SingleReport, "SIMPLE", "KB976042");
    internal static readonly WindowsFact NetAdapterCx = New("W-CX-1", "the boot NIC's driver is no NetAdapterCx client", Evidence.Vendor, "DDK-3754");
    internal static readonly WindowsFact PollMode = New("W-POLL-1", "the boot NIC is not in NDIS Poll Mode", Evidence.SingleReport, "KB5051987");
    internal static readonly WindowsFact Build28000 = New("W-26H1", "from build 28000 on the hand-over of the disk from iPXE is said to break", Evidence.SingleReport, "CLUB2");
    internal static readonly WindowsFact PageFile = New("W-PF-1", "no page file is on the iSCSI disk", Evidence.Reported, "SF975162", "LANPARTY");
    internal static readonly WindowsFact XpDrivers = New("W-XP-1", "NDIS, Tcpip, iScsiPrt and the NIC's driver have Start 0, and so have IPSec, PSched and sanbootconf where they are", Evidence.Source, "SBC-INSTALL", "INTDRV");
    internal static readonly WindowsFact XpMiniports = New("W-XP-1", "no WAN miniport has Start 0: XP and Server 2003 crash then", Evidence.Source, "SBC-INSTALL");
    internal static readonly WindowsFact Shutdown = New("W-XP-3", "Server 2003 has the fix for a stop at shutdown", Evidence.Vendor, "KB902113");
    internal static readonly WindowsFact GroupOrder = New("W-SGO-1", "network drivers are loaded before storage ports (XP and Server 2003)", Evidence.Source, "SBC-INSTALL");
    internal static readonly WindowsFact PagingExecutive = New("W-PE-1", "drivers are never paged out (XP and Server 2003)", Evidence.Source, "SBC-INSTALL");
    internal static readonly WindowsFact Mpio = New("W-MPIO-1", "no disk on SD or USB stands beside MPIO on Server 2008", Evidence.Vendor, "KB967999");
    internal static readonly WindowsFact SetupEnded = New("W-SETUP-1", "set-up has ended, and the image is not generalised", Evidence.Inferred, "SIMPLE");
    internal static readonly WindowsFact ServerOnly = Meaning("W-SKU-1", "Microsoft supports iSCSI boot on servers only", Evidence.Vendor, "MSSTORBLOG");
    internal static readonly WindowsFact SetupSeesTable = New("S-2", "Setup finds the table and sets up networking for iSCSI", Evidence.SingleReport, "WIN10NOTES");
    internal static readonly WindowsFact SetupPromotes = New("S-3", "Setup registers the NIC it installs through as the host adapter, and promotes its driver and protocols", Evidence.Source, "LANIPXE");
    internal static readonly WindowsFact FragileSetup = New("S-5", "Setup of Windows 10 and 11 onto an iSCSI disk is reported to stop at times, while it copies files and at its second restart", Evidence.Reported, "LANPARTY", "IPXE-FORUM", "IPXE-1290");
    internal static readonly WindowsFact LocalDisks = New("S-6", "no local disk is there at set-up: boot files may land on it", Evidence.SingleReport, "CLUB");
    internal static readonly WindowsFact SameNicAfterSetup = New("S-7", "the second phase of Setup, and every later boot, goes through the NIC that Setup began with", Evidence.Inferred, "KB976042", "KB2507616");

    /// <summary>All of them, in the catalogue's order; a matter with two sides stands twice.</summary>
    public static IReadOnlyList<WindowsFact> All => s_all;

    private static WindowsFact New(string id, string title, Evidence evidence, params IReadOnlyList<string> sourceKeys) => Add(new WindowsFact(id, title, evidence, sourceKeys));

    private static WindowsFact Meaning(string id, string title, Evidence evidence, params IReadOnlyList<string> sourceKeys) => Add(new WindowsFact(id, title, evidence, sourceKeys) { IsMeaning = true });

    private static WindowsFact Add(WindowsFact fact)
    {
        s_all.Add(fact);
        return fact;
    }
}
