using System.Text;

namespace BootLab.Net.Dhcp;

/// <summary>The clients that are known. Only iPXE 36a4c85 was compared with captured packets; the others are from source reading, the PXE ROM from the PXE 2.1 text.</summary>
public static class DhcpClientProfiles
{
    // Largest payload of an Ethernet frame less IP and UDP headers.
    private const ushort IpxeMessageSize = 1472;
    private const byte PxextFeature = 0x10;

    /// <summary>iPXE 36a4c85 (2019-01-25, Debian's build), BIOS option ROM.</summary>
    public static readonly DhcpClientProfile Ipxe2019Bios = new()
    {
        Name = "iPXE 36a4c85 (BIOS)",
        Options = IpxeOptions(Bios, "iPXE", List2019, [1, 0, 0], [0x17, 0x22, 0x13, 0x11, 0x27, 0x19, 0x29, 0x10, 0x21, 0x15, 0x18, 0x12]),
        NakAction = DhcpNakAction.Ignore,
    };

    /// <summary>iPXE 36a4c85 (2019-01-25, Debian's build), UEFI x86-64.</summary>
    public static readonly DhcpClientProfile Ipxe2019Efi = new()
    {
        Name = "iPXE 36a4c85 (UEFI)",
        Options = IpxeOptions(EfiX64, "iPXE", List2019, [1, 0, 0], [0x17, 0x24, 0x13, 0x11, 0x27, 0x29, 0x15, 0x12]),
        NakAction = DhcpNakAction.Ignore,
    };

    /// <summary>iPXE of August 2026 (0ab2277c), BIOS. The order of the features inside option 175 is inferred.</summary>
    public static readonly DhcpClientProfile IpxeTodayBios = new()
    {
        Name = "iPXE 0ab2277c (BIOS)",
        Options = IpxeOptions(Bios, "iPXE", ListToday, [2, 0, 0], [0x17, 0x22, 0x13, 0x11, 0x27, 0x19, 0x10, 0x21, 0x1b, 0x15, 0x26, 0x18, 0x12]),
    };

    /// <summary>iPXE of August 2026 (0ab2277c), UEFI x86-64. The order of the features inside option 175 is inferred.</summary>
    public static readonly DhcpClientProfile IpxeTodayEfi = new()
    {
        Name = "iPXE 0ab2277c (UEFI)",
        Options = IpxeOptions(EfiX64, "iPXE", ListToday, [2, 0, 0], [0x17, 0x24, 0x13, 0x14, 0x11, 0x27, 0x1b, 0x15, 0x26, 0x12]),
    };

    /// <summary>iPXE b757df7 (2013-01-31), BIOS. It does not look at the hardware address of answers.</summary>
    public static readonly DhcpClientProfile Ipxe2013 = new()
    {
        Name = "iPXE b757df7 (2013-01-31)",
        Options = IpxeOptions(
            Bios, "iPXE", [1, 3, 6, 7, 12, 15, 17, 43, 60, 66, 67, .. PxeCodes, 175, 203], [1, 0, 0], [0x17, 0x22, 0x13, 0x11, 0x27, 0x19, 0x10, 0x21, 0x15, 0x18, 0x12]),
        UuidIsMixedEndian = false,
        Broadcast = DhcpBroadcast.Never,
        Secs = DhcpSecs.IpxeTransmissions,
        NakAction = DhcpNakAction.Ignore,
        ChecksHardwareAddress = false,
    };

    /// <summary>gPXE 1.0.0 (2010-02-02), BIOS.</summary>
    public static readonly DhcpClientProfile Gpxe100 = new()
    {
        Name = "gPXE 1.0.0",
        Options = IpxeOptions(
            Bios, "gPXE", [1, 3, 6, 7, 12, 15, 17, 43, 60, 66, 67, 175, 203], [1, 0, 0], [0x17, 0x22, 0x13, 0x11, 0x19, 0x20, 0x10, 0x21, 0x15, 0x18, 0x12]),
        UuidIsMixedEndian = false,
        XidFromMac = true,
        Broadcast = DhcpBroadcast.Never,
        Secs = DhcpSecs.Zero,
        OfferChoice = DhcpOfferChoice.Gpxe,
        NakAction = DhcpNakAction.Ignore,
        ChecksHardwareAddress = false,
    };

    /// <summary>A NIC's PXE ROM on a BIOS machine, the stage before <c>undionly.kpxe</c> (PXE 2.1, 2.2 and 2.4).</summary>
    public static readonly DhcpClientProfile PxeRom = new()
    {
        Name = "PXE ROM (BIOS)",
        Options =
        [
            Filled(DhcpOptionCode.MessageType),
            Filled(DhcpOptionCode.ServerIdentifier),
            Filled(DhcpOptionCode.RequestedAddress),
            new(DhcpOptionCode.ParameterRequestList, (byte[])[
                1, 2, 3, 5, 6, 11, 12, 13, 15, 16, 17, 18, 22, 23, 28, 40, 41, 42, 43, 50, 51, 54, 58, 59, 60, 66, 67, .. PxeCodes]),
            new(DhcpOptionCode.MaximumMessageSize, BigEndian(1260)),
            Filled(DhcpOptionCode.ClientUuid),
            .. Architecture(Bios),
        ],
        MinimumLength = 548,
        Broadcast = DhcpBroadcast.Always,
        Secs = DhcpSecs.Elapsed,
        DiscoverWait = (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(32)),
        RequestWait = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)),
        OfferChoice = DhcpOfferChoice.LastAtTimeout,
        NakAction = DhcpNakAction.Fail,
    };

    /// <summary>EDK2's IScsiDxe whose attempt takes address and target from DHCP: only offers with a root path count.</summary>
    public static readonly DhcpClientProfile Edk2Iscsi = Edk2("EDK2 IScsiDxe", DhcpOfferChoice.FirstWithRootPath, [1, 3, 6, 17]);

    /// <summary>EDK2's IScsiDxe whose attempt takes the address from DHCP and has its target configured: no root path is asked for.</summary>
    public static readonly DhcpClientProfile Edk2IscsiAddressOnly = Edk2("EDK2 IScsiDxe (target configured)", DhcpOfferChoice.LastAtTimeout, [1, 3, 6]);

    private static byte[] PxeCodes => [128, 129, 130, 131, 132, 133, 134, 135];

    private static byte[] List2019 => [1, 3, 6, 7, 12, 15, 17, 26, 43, 60, 66, 67, 119, .. PxeCodes, 175, 203];

    private static byte[] ListToday => [1, 3, 6, 7, 12, 15, 17, 26, 42, 43, 60, 66, 67, 119, 121, .. PxeCodes, 175, 203];

    // RFC 4578: architecture, network interface (type, major, minor), and the version as the vendor class spells it.
    private static (ushort Number, byte[] Interface, string Version) Bios => (0, [1, 2, 1], "002001");

    private static (ushort Number, byte[] Interface, string Version) EfiX64 => (7, [1, 3, 10], "003010");

    private static DhcpOption[] IpxeOptions(
        (ushort Number, byte[] Interface, string Version) architecture, string userClass, byte[] requested, byte[] version, byte[] features) =>
    [
        Filled(DhcpOptionCode.MessageType),
        new(DhcpOptionCode.MaximumMessageSize, BigEndian(IpxeMessageSize)),
        .. Architecture(architecture),
        new(DhcpOptionCode.UserClass, Encoding.ASCII.GetBytes(userClass)),
        new(DhcpOptionCode.ParameterRequestList, requested),
        new(DhcpOptionCode.Ipxe, (byte[])[IpxeOptionCode.Version, (byte)version.Length, .. version, .. features.SelectMany(Feature)]),
        Filled(DhcpOptionCode.ClientIdentifier),
        Filled(DhcpOptionCode.ClientUuid),
        Filled(DhcpOptionCode.ServerIdentifier),
        Filled(DhcpOptionCode.RequestedAddress),
    ];

    private static DhcpOption[] Architecture((ushort Number, byte[] Interface, string Version) architecture) =>
    [
        new(DhcpOptionCode.ClientArchitecture, BigEndian(architecture.Number)),
        new(DhcpOptionCode.ClientNetworkInterface, architecture.Interface),
        new(DhcpOptionCode.VendorClass, Encoding.ASCII.GetBytes($"PXEClient:Arch:{architecture.Number:d5}:UNDI:{architecture.Version}")),
    ];

    // Each feature is an option of its own inside 175; its value is a version, 1 for all but PXEXT.
    private static byte[] Feature(byte code) => [code, 1, code == PxextFeature ? (byte)2 : (byte)1];

    private static DhcpClientProfile Edk2(string name, DhcpOfferChoice choice, byte[] requested) => new()
    {
        Name = name,
        Options =
        [
            Filled(DhcpOptionCode.MessageType),
            Filled(DhcpOptionCode.ServerIdentifier),
            Filled(DhcpOptionCode.RequestedAddress),
            new(DhcpOptionCode.MaximumMessageSize, BigEndian(0xff00)),
            new(DhcpOptionCode.ParameterRequestList, requested),
        ],
        Broadcast = DhcpBroadcast.Always,
        Secs = DhcpSecs.Elapsed,
        DiscoverWait = (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(32)),
        RequestWait = (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(32)),
        OfferChoice = choice,
        NakAction = DhcpNakAction.Fail,
        UsesProxyDhcp = false,
    };

    private static DhcpOption Filled(byte code) => new(code, default);

    private static byte[] BigEndian(ushort value) => [(byte)(value >> 8), (byte)value];
}
