using BootLab.Os.Windows.Stages;

namespace BootLab.Os.Windows.Changes;

/// <summary>Matters that somebody can put right at their place: then they hold, and the model goes on from there.</summary>
internal static class Mendings
{
    /// <summary>In the image, offline.</summary>
    public static IReadOnlyList<(WindowsFact Fact, string Text)> Image { get; } =
    [
        (FactCatalogue.PageFile, "switch the page file off (PagingFiles empty in all control sets)"),
        (FactCatalogue.TwoAddresses, "clear the static address of the boot NIC in the image"),
        (FactCatalogue.NicService, "give the boot NIC's driver Start 0, or BootFlags 1"),
        (FactCatalogue.ServiceType, "give the driver's service the Type 1 of a kernel driver"),
        (FactCatalogue.XpMiniports, "give the drivers of WAN miniports Start 3"),
        (FactCatalogue.StorageServices, "give the drivers of disk and volumes Start 0"),
        (FactCatalogue.MacOverride, "take NetworkAddress out of the boot NIC's settings, or give it the table's address"),
        (FactCatalogue.XpDrivers, "give NDIS, Tcpip, iScsiPrt, the boot NIC's driver, and IPSec, PSched and sanbootconf where they are, Start 0"),
        (FactCatalogue.SystemServices, "give iScsiPrt, NDIS and Tcpip Start 0"),
        (FactCatalogue.EnabledServices, "give AFD and nsiproxy Start 1"),
        (FactCatalogue.Demoted, "set the driver's values below StartOverride to 0"),
        (FactCatalogue.BusDriver, "give the bus drivers beneath the boot NIC Start 0"),
        (FactCatalogue.DeviceStarts, "set ConfigFlags of the boot NIC's device to 0"),
        (FactCatalogue.InitiatorDevice, "install the Microsoft iSCSI Initiator (ROOT\\ISCSIPRT) and enable it"),
        (FactCatalogue.Bindings, "bind IPv4 to the boot NIC"),
        (FactCatalogue.Filter, "set FilterRunType of the boot NIC's mandatory filters to 2, or unbind them"),
        (FactCatalogue.OtherPort, "set FilterRunType of the WFP filter to 2, and unbind it from the NIC that is to boot"),
        (FactCatalogue.StackService, "take the late driver out of UpperFilters, or give it Start 0"),
        (FactCatalogue.GroupOrder, "put the groups of the network before SCSI miniport in ServiceGroupOrder"),
        (FactCatalogue.PagingExecutive, "set DisablePagingExecutive to 1"),
        (FactCatalogue.DriverFile, "put the driver's file where its service says"),
        (FactCatalogue.MediaSense, "set DisableDHCPMediaSense to 1"),
        (FactCatalogue.BootPath, "make the boot configuration anew (bcdboot)"),
        (FactCatalogue.BootFiles, "put back what is missing there (bcdboot for boot manager and boot configuration), or install Windows again"),
    ];

    /// <summary>At the target, and at the switch.</summary>
    public static IReadOnlyList<(WindowsFact Fact, string Text)> Surroundings { get; } =
    [
        (FactCatalogue.Acl, "let the target know the initiator name of the table"),
        (FactCatalogue.ChapSecret, "use CHAP secrets of 12 to 16 bytes"),
        (FactCatalogue.MutualChap, "give the target a reverse secret of its own, and the table the same"),
        (FactCatalogue.Chap, "let boot program and target have the same CHAP name and secret"),
        (FactCatalogue.SecondSession, "let the target take several sessions of one initiator"),
        (FactCatalogue.ForwardingDelay, "make the switch forward at once (edge port)"),
        (FactCatalogue.BiosDrive, "let the boot program keep its disk attached, as drive 0x80"),
    ];

    /// <summary>A driver is to be replaced, or the disk's way to start.</summary>
    public static IReadOnlyList<(WindowsFact Fact, string Text)> Drivers { get; } =
    [
        (FactCatalogue.NetAdapterCx, "install the NIC's NDIS miniport driver instead (rt640x64 for Realtek)"),
        (FactCatalogue.PollMode, "switch NDIS Poll Mode off for the boot NIC"),
    ];

    /// <summary>Those that are wrong in a case.</summary>
    public static IEnumerable<Change> Of(BootCase boot, HashSet<string> wrong, IReadOnlyList<(WindowsFact Fact, string Text)> mendings) =>
        from mending in mendings
        where wrong.Contains(mending.Fact.Id) && !boot.Mended.Any(mending.Fact.IsSame)
        select new Change(mending.Text, boot with { Mended = [.. boot.Mended, mending.Fact] });
}
