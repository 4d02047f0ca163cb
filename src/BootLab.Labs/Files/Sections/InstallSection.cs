using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using BootLab.Ibft;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Files.Sections;

/// <summary><c>installed</c>: what the operating system knew of its machine when it was installed.</summary>
internal static partial class InstallSection
{
    private static readonly Key<long> s_build = new("build", Scalars.Whole("a build", 1, int.MaxValue), "The build of Windows, such as 9200.");

    private static readonly Key<IReadOnlyList<string>> s_hotfixes = new(
        "hotfixes", new ListShape<string>("a list of fixes", Scalars.Name), "Fixes that the installation medium held, by their article, such as KB2344941.");

    private static readonly Key<InstallWay> s_way = new("way", Scalars.Choice<InstallWay>("a way of installing"), "How it was installed: its set-up ran onto the iSCSI disk, or a local disk was copied to the target.");

    private static readonly Key<ReadOnlyMemory<byte>> s_table = new("table", TableBytesShape.Instance, "The iBFT of that boot: a file beside this one, or its bytes.");

    private static readonly Key<InstalledNic> s_firstNic = new(
        "first-nic", new MapShape<InstalledNic>("first NIC", "The NIC that the table named first.", [Nic.Mac, Nic.Pci], map => new InstalledNic(map.Get(Nic.Mac), map.Get(Nic.Pci))),
        "The NIC that the table named first when the system was installed; when absent that of 'table', else the first of 'nics' that is listed.");

    private static readonly Key<IReadOnlyList<InstalledNic>> s_nics = new("nics", new ListShape<InstalledNic>("a list of NICs", Nic.Shape), "All NICs that the machine had.");

    /// <summary>The record.</summary>
    public static readonly MapShape<InstallRecord> Record = new(
        "install record",
        "What the operating system knew of its machine when it was installed.",
        [s_build, s_hotfixes, s_way, s_table, s_firstNic, s_nics],
        map => new InstallRecord
        {
            FirstNic = FirstNic(map)!,
            Build = (int?)map.FindValue(s_build),
            Hotfixes = map.Get(s_hotfixes, []),
            Way = map.Get(s_way, InstallWay.Unknown),
            Table = map.FindValue(s_table),
            Nics = map.Get(s_nics, []),
        },
        CheckFirstNic);

    /// <summary>The record, or the file beside the lab that holds it.</summary>
    public static readonly Shape<InstallRecord> RecordOrFile = new ShortOrLongShape<InstallRecord>(RecordFileShape.Instance, Record);

    private static InstalledNic? FirstNic(MapReader map)
    {
        var nics = map.Get(s_nics, []);
        var first = map.Find(s_firstNic) ?? FirstOfTable(map) ?? nics.FirstOrDefault(nic => nic.IsListed == true);
        return nics.FirstOrDefault(nic => nic.Mac.Equals(first?.Mac) && nic.Pci == first?.Pci) ?? first;
    }

    private static InstalledNic? FirstOfTable(MapReader map) =>
        map.Has(s_table) && IbftReader.TryRead(map.Get(s_table).Span, out var table, out _) && table.Nics.FirstOrDefault(nic => (nic.Flags & IbftFlags.Valid) != 0) is { } first
            ? new InstalledNic(first.MacAddress, PciAddress.FromBdf(first.PciBdf))
            : null;

    private static void CheckFirstNic(MapReader map)
    {
        var twin = map.Get(s_nics, []).GroupBy(nic => nic.Mac).FirstOrDefault(group => group.Count() > 1);
        if (twin is not null)
        {
            map.Report(s_nics, $"found two NICs with the MAC address {twin.Key}, expected different ones");
        }

        if (FirstNic(map) is null)
        {
            map.Context.Report(map.Map, "found an install record that does not say through which NIC, expected 'first-nic', a 'table' with a NIC, or a NIC with 'listed: true'");
        }
        else if (map.Find(s_firstNic) is { } said && FirstOfTable(map) is { } written && (!said.Mac.Equals(written.Mac) || said.Pci != written.Pci))
        {
            map.Report(s_firstNic, $"found {said.Pci} as the first NIC, but 'table' names {written.Pci} first; leave 'first-nic' out");
        }
    }

    /// <summary>An entry of <c>nics</c>.</summary>
    internal static partial class Nic
    {
        public static readonly Key<PhysicalAddress> Mac = new("mac", NetworkScalars.Mac, "Its MAC address.", Required: true);

        public static readonly Key<PciAddress> Pci = new("pci", NetworkScalars.Pci, "Its place on the PCI bus.", Required: true);

        private static readonly Key<long> s_vendor = new("vendor", PciIdentity.Id, "PCI vendor id, such as 0x8086.");

        private static readonly Key<long> s_device = new("device", PciIdentity.Id, "PCI device id, such as 0x100e.");

        private static readonly Key<string> s_instance = new(
            "instance", Scalars.Line, @"The device instance path that Windows gave it, such as PCI\VEN_8086&DEV_100E&SUBSYS_11001AF4&REV_03\3&267A616A&0&18.");

        private static readonly Key<string> s_classIndex = new(
            "class-index", Scalars.Matching("four digits in quotes such as \"0007\"", ClassIndexPattern()), "Its number in the class of network adapters, such as \"0007\".");

        private static readonly Key<string> s_service = new("service", Scalars.Name, "The service of its driver, such as E1G60.");

        private static readonly Key<bool> s_listed = new("listed", Scalars.Boolean, "Whether the table of the installation listed it.");

        private static readonly Key<IReadOnlyList<InstalledFilter>> s_filters = new(
            "filters", new ListShape<InstalledFilter>("a list of filters", FilterShape()), "Lightweight filters that were bound to it; an empty list says that there were none, no list that nobody looked.");

        public static readonly MapShape<InstalledNic> Shape = new(
            "installed NIC",
            "A NIC at install time.",
            [Mac, Pci, s_vendor, s_device, PciIdentity.Subsystem, PciIdentity.Revision, PciIdentity.Serial, s_instance, s_classIndex, s_service, s_listed, s_filters],
            map => new InstalledNic(map.Get(Mac), map.Get(Pci))
            {
                VendorId = (ushort?)map.FindValue(s_vendor),
                DeviceId = (ushort?)map.FindValue(s_device),
                Subsystem = (uint?)map.FindValue(PciIdentity.Subsystem),
                Revision = (byte?)map.FindValue(PciIdentity.Revision),
                SerialNumber = map.FindValue(PciIdentity.Serial),
                InstancePath = map.Find(s_instance),
                ClassIndex = map.Find(s_classIndex),
                Service = map.Find(s_service),
                IsListed = map.FindValue(s_listed),
                Filters = map.Find(s_filters),
            });

        private static MapShape<InstalledFilter> FilterShape()
        {
            var id = new Key<string>("id", Scalars.Line, "Its GUID in braces, or its name.", Required: true);
            var mandatory = new Key<bool>("mandatory", Scalars.Boolean, "Whether the NIC does not work without it (FilterRunType 1).", Required: true);
            var bootStart = new Key<bool>("boot-start", Scalars.Boolean, "Whether the boot loader loads its driver (Start 0); false when absent.");
            return new("installed filter", "A lightweight filter bound to a NIC.", [id, mandatory, bootStart], map => new InstalledFilter(map.Get(id), map.Get(mandatory), map.Get(bootStart, false)));
        }

        [GeneratedRegex(@"^[0-9]{4}\z")]
        private static partial Regex ClassIndexPattern();
    }
}
