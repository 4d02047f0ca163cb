using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BootLab.Disk.Making;
using BootLab.Disk.Registry.Windows;
using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Machine;

namespace BootLab.Labs.Images;

/// <summary>A NIC that the Windows of an image has met.</summary>
internal static partial class MetNicSection
{
    public static readonly Key<PciAddress> Pci = new("pci", NetworkScalars.Pci, "Where it was on the PCI bus.", Required: true);

    public static readonly Key<string> Ids = new("ids", Scalars.Matching("PCI vendor and device such as \"8086:100e\"", IdsPattern()), "PCI vendor and device.", Required: true);

    public static readonly Key<string> Service = new("service", Scalars.Line, "The service of its driver; without it the device has no driver.");

    private static readonly Key<string> s_instance = new("instance", ImageScalars.KeyName, "The last part of its device instance path; from the serial number, else from its place, when absent.");

    private static readonly Key<bool> s_installed = new("installed", Scalars.Boolean, "Whether its driver was ever installed, so that it is an instance of the class of network adapters; true when absent.");

    private static readonly Key<string> s_index = new("class-index", Scalars.Matching("four digits such as \"0007\"", new(@"^[0-9]{4}\z")), "Its number in the class of network adapters; 0007 for the first, and so on, when absent.");

    private static readonly Key<Guid> s_interface = new("interface", Scalars.Uuid, "The GUID by which the network knows it; made from its place when absent.");

    private static readonly Key<string> s_description = new("description", Scalars.Line, "Its name.");

    private static readonly Key<string> s_inf = new("inf", ImageScalars.Path, "The file it was installed from; a placeholder is laid down in Windows\\INF.");

    private static readonly Key<long> s_configFlags = new("config-flags", Scalars.Whole("flags", 0, uint.MaxValue), "1 disabled, 0x20 to be installed anew, 0x40 installation failed; 0 when absent.");

    private static readonly Key<string> s_networkAddress = new("network-address", Scalars.Matching("twelve hexadecimal digits such as \"525400000840\"", new(@"^[0-9A-Fa-f]{12}\z")), "The MAC address that replaces the card's own.");

    private static readonly Key<long> s_capabilities = new("pnp-capabilities", Scalars.Whole("flags", 0, uint.MaxValue), "What power management may do: 0x18 nothing.");

    private static readonly Key<IReadOnlyList<string>> s_filters = new("filters", new ListShape<string>("a list of filters", Scalars.Name), "Filters that are bound to it, by their names under 'filters'.");

    private static readonly Key<bool> s_tcpip = new("tcpip", Scalars.Boolean, "Whether IPv4 is bound to it; true when absent.");

    private static readonly Key<string> s_address = new("address", new ScalarShape<string>("an IPv4 address and its prefix such as 10.9.0.5/24", Scalars.TextOnly, TryParseAddress), "An address of its own; without it the NIC asks for a lease.");

    private static readonly Key<IPAddress> s_gateway = new("gateway", NetworkScalars.Ipv4, "The gateway beside that address.");

    public static readonly MapShape<Func<int, MetNicSpec>> Shape = new(
        "NIC",
        "A NIC that this Windows has met.",
        [Pci, Ids, PciIdentity.Subsystem, PciIdentity.Revision, PciIdentity.Serial, Service, s_instance, s_installed, s_index, s_interface, s_description, s_inf, s_configFlags, s_networkAddress, s_capabilities, s_filters, s_tcpip, s_address, s_gateway],
        Read);

    public static IReadOnlyList<string> Filters(MapReader map) => map.Get(s_filters, []);

    // The position in the list gives the number in the class.
    private static Func<int, MetNicSpec> Read(MapReader map)
    {
        var pci = map.Get(Pci);
        var ids = map.Get(Ids).Split(':').Select(id => ushort.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToArray();
        return position => new MetNicSpec(new PciLocation(pci.Bus, pci.Device, pci.Function), ids[0], ids[1])
        {
            Subsystem = (uint)map.Get(PciIdentity.Subsystem, DefaultSubsystem),
            Revision = (byte)map.Get(PciIdentity.Revision, DefaultRevision),
            InstanceId = map.Get(s_instance, map.FindValue(PciIdentity.Serial) is { } serial ? $"{serial:X16}00" : $"4&b007ab1&0&{(pci.Device << 3) | pci.Function:X2}E0"),
            Service = map.Find(Service),
            ClassIndex = map.Get(s_installed, true) ? map.Get(s_index, (7 + position).ToString("0000", CultureInfo.InvariantCulture)) : null,
            InterfaceId = map.Get(s_interface, new Guid(0xb007ab1, 0, 0x4000, [0x80, 0, 0, 0, 0, (byte)pci.Bus, (byte)pci.Device, (byte)pci.Function])),
            Description = map.Get(s_description, "Network adapter"),
            Inf = map.Find(s_inf),
            ConfigFlags = (uint)map.Get(s_configFlags, 0),
            NetworkAddress = map.Find(s_networkAddress),
            PnPCapabilities = (uint?)map.FindValue(s_capabilities),
            Filters = map.Get(s_filters, []),
            IsBoundToTcpip = map.Get(s_tcpip, true),
            Static = map.Find(s_address) is { } address ? AddressAndMask(address) : null,
            Gateway = map.Find(s_gateway)?.ToString(),
        };
    }

    // As QEMU's e1000 answers.
    private const long DefaultSubsystem = 0x11001af4;
    private const long DefaultRevision = 3;

    private static bool TryParseAddress(string text, out string value)
    {
        value = text;
        return text.Split('/') is [var address, var prefix] && NetworkScalars.TryParseIpv4(address, out _) && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits is >= 1 and <= 32;
    }

    private static (string Address, string Mask) AddressAndMask(string text)
    {
        var parts = text.Split('/');
        var mask = uint.MaxValue << (32 - int.Parse(parts[1], CultureInfo.InvariantCulture));
        return (parts[0], new IPAddress(new[] { (byte)(mask >> 24), (byte)(mask >> 16), (byte)(mask >> 8), (byte)mask }).ToString());
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}\z")]
    private static partial Regex IdsPattern();
}
