namespace BootLab.Ibft.Layouts;

/// <summary>The known producers, oldest first. Every entry states what it changes against the one before.</summary>
public static class ProducerProfiles
{
    /// <summary>P0, gPXE 1.0.0 (tag v1.0.0).</summary>
    public static ProducerProfile Gpxe100 { get; } = new()
    {
        Id = "gpxe-1.0.0",
        Name = "gPXE 1.0.0",
        Commit = "53e9fb50",
        Since = new DateOnly(2010, 2, 2),
        Layout = TableLayouts.Gpxe100,
        OemId = "FENSYS",
        OemTableId = "gPXE",
        AddressScope = SettingsScope.Global,
        Association = AssociationPolicy.AlwaysZero,
        WritesSecondaryDns = false,
        WritesBootLun = false,
        WritesVlan = false,
        WritesOrigin = false,
        WritesDhcpServer = false,
        InstallsOnUefi = false,
    };

    /// <summary>P1, the first iPXE with its own table code: 768 bytes, boot LUN.</summary>
    public static ProducerProfile Ipxe20100914 { get; } = Gpxe100 with
    {
        Id = "ipxe-2010-09-14",
        Name = "iPXE of 2010-09-14",
        Commit = "220495f8",
        Since = new DateOnly(2010, 9, 14),
        Layout = TableLayouts.Ipxe2010,
        LowMemoryLimit = 768,
        OemTableId = "iPXE",
        WritesBootLun = true,
    };

    /// <summary>P1: second DNS server.</summary>
    public static ProducerProfile Ipxe20101209 { get; } = Ipxe20100914 with
    {
        Id = "ipxe-2010-12-09",
        Name = "iPXE of 2010-12-09",
        Commit = "94cdad9c",
        Since = new DateOnly(2010, 12, 9),
        WritesSecondaryDns = true,
    };

    /// <summary>P1: unset addresses are cleared whole; visible only where a table was not zero before.</summary>
    public static ProducerProfile Ipxe20110224 { get; } = Ipxe20101209 with
    {
        Id = "ipxe-2011-02-24",
        Name = "iPXE of 2011-02-24",
        Commit = "def5b675",
        Since = new DateOnly(2011, 2, 24),
    };

    /// <summary>P1 as it was on 2013-01-31: no change to the table.</summary>
    public static ProducerProfile Ipxe20130131 { get; } = Ipxe20110224 with
    {
        Id = "ipxe-2013-01-31",
        Name = "iPXE of 2013-01-31",
        Commit = "b757df77",
        Since = new DateOnly(2013, 1, 31),
    };

    /// <summary>P1: VLAN id.</summary>
    public static ProducerProfile Ipxe20130301 { get; } = Ipxe20130131 with
    {
        Id = "ipxe-2013-03-01",
        Name = "iPXE of 2013-03-01",
        Commit = "7d64abbc",
        Since = new DateOnly(2013, 3, 1),
        WritesVlan = true,
    };

    /// <summary>P1: address, netmask and gateway of the NIC itself; origin.</summary>
    public static ProducerProfile Ipxe20140612 { get; } = Ipxe20130301 with
    {
        Id = "ipxe-2014-06-12",
        Name = "iPXE of 2014-06-12",
        Commit = "059adae4, d5cf0589",
        Since = new DateOnly(2014, 6, 12),
        AddressScope = SettingsScope.Nic,
        WritesOrigin = true,
    };

    /// <summary>P1: DHCP server.</summary>
    public static ProducerProfile Ipxe20160329 { get; } = Ipxe20140612 with
    {
        Id = "ipxe-2016-03-29",
        Name = "iPXE of 2016-03-29",
        Commit = "97c3f6e5",
        Since = new DateOnly(2016, 3, 29),
        WritesDhcpServer = true,
    };

    /// <summary>P1: on UEFI too.</summary>
    public static ProducerProfile Ipxe20170313 { get; } = Ipxe20160329 with
    {
        Id = "ipxe-2017-03-13",
        Name = "iPXE of 2017-03-13",
        Commit = "fdcdc520",
        Since = new DateOnly(2017, 3, 13),
        InstallsOnUefi = true,
    };

    /// <summary>P2: one table for all targets and the NICs that reach them; for six weeks without a default initiator name.</summary>
    public static ProducerProfile Ipxe20170328 { get; } = Ipxe20170313 with
    {
        Id = "ipxe-2017-03-28",
        Name = "iPXE of 2017-03-28",
        Commit = "7cfdd769",
        Since = new DateOnly(2017, 3, 28),
        Layout = TableLayouts.Ipxe2017,
        Association = AssociationPolicy.Routed,
        WritesDefaultInitiatorName = false,
    };

    /// <summary>P3: the default initiator name is back. Unchanged to this day.</summary>
    public static ProducerProfile Ipxe20170510 { get; } = Ipxe20170328 with
    {
        Id = "ipxe-2017-05-10",
        Name = "iPXE since 2017-05-10",
        Commit = "a19ac249",
        Since = new DateOnly(2017, 5, 10),
        ComparedWithCaptures = true,
        WritesDefaultInitiatorName = true,
    };

    /// <summary>P5, EDK2's first iSCSI driver (MdeModulePkg, removed 2018-12-24), since its table has a checksum and the machine's OEM ids.</summary>
    public static ProducerProfile Edk2MdeModule { get; } = new()
    {
        Id = "edk2-mdemodule",
        Name = "EDK2 MdeModulePkg IScsiDxe",
        Commit = "54fbbbd7",
        Since = new DateOnly(2009, 7, 6),
        Layout = TableLayouts.Edk2,
        BootNicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        OtherNicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        UnsetAddress = IbftAddress.MappedZero,
        Association = AssociationPolicy.SameNumber,
        WritesHostName = false,
        InstallsOnBios = false,
    };

    /// <summary>P6, EDK2's NetworkPkg: only the first attempt is boot selected.</summary>
    public static ProducerProfile Edk2 { get; } = Edk2MdeModule with
    {
        Id = "edk2",
        Name = "EDK2 NetworkPkg IScsiDxe",
        Commit = "4c5a5e0c",
        Since = new DateOnly(2011, 8, 17),
        ComparedWithCaptures = true,
        WritesIPv6 = true,
        OtherNicFlags = IbftFlags.Valid | IbftFlags.NicGlobal,
        OtherTargetFlags = IbftFlags.Valid,
    };

    /// <summary>BootLab's own boot program: every NIC of the machine, only the booting ones boot selected.</summary>
    public static ProducerProfile BootLab { get; } = new()
    {
        Id = "bootlab",
        Name = "bootlab",
        Layout = TableLayouts.BootLab,
        OemId = "BOOTLB",
        OemTableId = "BOOTLAB",
        BootNicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        OtherNicFlags = IbftFlags.Valid,
        OtherTargetFlags = IbftFlags.Valid,
    };

    /// <summary>u-root's pkg/boot/ibft: a boot loader that hands a table of one NIC and one target over; the PCI address is left out.</summary>
    public static ProducerProfile Uroot { get; } = new()
    {
        Id = "u-root",
        Name = "u-root",
        Layout = TableLayouts.Uroot,
        ComparedWithCaptures = true,
        BootNicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        OtherNicFlags = IbftFlags.Valid | IbftFlags.BootSelected | IbftFlags.NicGlobal,
        Association = AssociationPolicy.AlwaysZero,
        WritesSecondaryDns = false,
        WritesOrigin = false,
        WritesHostName = false,
        WritesDefaultInitiatorName = false,
    };

    /// <summary>dracut's test generator ibft.pl.</summary>
    public static ProducerProfile IbftPl { get; } = new()
    {
        Id = "ibft.pl",
        Name = "dracut's ibft.pl",
        Layout = TableLayouts.IbftPl,
        ComparedWithCaptures = true,
        OemTableId = "TEST",
        Association = AssociationPolicy.AlwaysZero,
    };

    /// <summary>The states of iPXE's table code, oldest first.</summary>
    public static IReadOnlyList<ProducerProfile> IpxeHistory { get; } =
    [
        Ipxe20100914, Ipxe20101209, Ipxe20110224, Ipxe20130131, Ipxe20130301, Ipxe20140612, Ipxe20160329, Ipxe20170313, Ipxe20170328, Ipxe20170510,
    ];

    /// <summary>Every known producer.</summary>
    public static IReadOnlyList<ProducerProfile> All { get; } = [Gpxe100, .. IpxeHistory, Edk2MdeModule, Edk2, Uroot, IbftPl, BootLab];

    /// <summary>iPXE's table code on a day, or in gPXE 1.0.0 before there was an iPXE of its own.</summary>
    public static ProducerProfile IpxeOf(DateOnly date) => IpxeHistory.LastOrDefault(profile => profile.Since <= date) ?? Gpxe100;
}
