using System.Net;

namespace BootLab.Ibft.Layouts;

/// <summary>Which settings a boot program reads for a NIC's address, netmask and gateway.</summary>
public enum SettingsScope
{
    /// <summary>The global ones, whichever NIC they came from.</summary>
    Global,

    /// <summary>Those of the NIC itself.</summary>
    Nic,
}

/// <summary>Which NIC a producer's targets are associated with.</summary>
public enum AssociationPolicy
{
    /// <summary>The one that reaches the target.</summary>
    Routed,

    /// <summary>Always the index 0.</summary>
    AlwaysZero,

    /// <summary>The one of the same number, for there is one for each target.</summary>
    SameNumber,
}

/// <summary>A boot program of a certain age as a writer of tables: its layout and the constants of its fields. What goes into the fields is the boot program's own business.</summary>
public sealed record ProducerProfile
{
    /// <summary>A short stable name, such as <c>ipxe-2013-01-31</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The producer for a reader.</summary>
    public required string Name { get; init; }

    /// <summary>The commit that brought this behaviour; empty where there is none.</summary>
    public string Commit { get; init; } = "";

    /// <summary>The first day of this behaviour.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Whether tables captured from this producer equal what the profile gives. When not, it comes from reading its source and is to be shown so.</summary>
    public bool ComparedWithCaptures { get; init; }

    /// <summary>Where the parts go.</summary>
    public required TableLayout Layout { get; init; }

    /// <summary>The most bytes that the producer's buffer in base memory holds (BIOS); null when there is no limit but the layout's. iPXE calls it XBFTAB_SIZE.</summary>
    public int? LowMemoryLimit { get; init; }

    /// <summary>OEM id; null when it is the user's choice or copied from the machine's RSDT or XSDT.</summary>
    public string? OemId { get; init; }

    /// <summary>OEM table id; null when it is the user's choice or copied from the machine's RSDT or XSDT.</summary>
    public string? OemTableId { get; init; }

    /// <summary>Flags of the initiator.</summary>
    public byte InitiatorFlags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>Flags of the NIC that the machine boots from.</summary>
    public byte BootNicFlags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>Flags of every other NIC.</summary>
    public byte OtherNicFlags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>Flags of the target that the machine boots from.</summary>
    public byte BootTargetFlags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>Flags of every other target.</summary>
    public byte OtherTargetFlags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>What stands in an address field that has no value, and in place of 0.0.0.0.</summary>
    public IbftAddress UnsetAddress { get; init; }

    /// <summary>Where address, netmask and gateway come from.</summary>
    public SettingsScope AddressScope { get; init; } = SettingsScope.Nic;

    /// <summary>What stands in the targets' NIC associations.</summary>
    public AssociationPolicy Association { get; init; }

    /// <summary>Whether addresses can be IPv6.</summary>
    public bool WritesIPv6 { get; init; }

    /// <summary>Whether the second DNS server is written.</summary>
    public bool WritesSecondaryDns { get; init; } = true;

    /// <summary>Whether the boot LUN is written; otherwise it is 0.</summary>
    public bool WritesBootLun { get; init; } = true;

    /// <summary>Whether the VLAN id is written; otherwise it is 0.</summary>
    public bool WritesVlan { get; init; } = true;

    /// <summary>Whether the origin is written (1 or 3); otherwise it is 0.</summary>
    public bool WritesOrigin { get; init; } = true;

    /// <summary>Whether the DHCP server is written.</summary>
    public bool WritesDhcpServer { get; init; } = true;

    /// <summary>Whether the host name is written.</summary>
    public bool WritesHostName { get; init; } = true;

    /// <summary>Whether the name that the sessions use is written when <c>initiator-iqn</c> is not set; otherwise no name is.</summary>
    public bool WritesDefaultInitiatorName { get; init; } = true;

    /// <summary>Whether the table is installed on UEFI machines.</summary>
    public bool InstallsOnUefi { get; init; } = true;

    /// <summary>Whether the table is installed on BIOS machines.</summary>
    public bool InstallsOnBios { get; init; } = true;

    /// <summary>Flags of a NIC.</summary>
    public byte NicFlags(bool isBoot) => isBoot ? BootNicFlags : OtherNicFlags;

    /// <summary>Flags of a target.</summary>
    public byte TargetFlags(bool isBoot) => isBoot ? BootTargetFlags : OtherTargetFlags;

    /// <summary>An address as this producer writes it: null, 0.0.0.0 and <c>::</c> in its form for "unset".</summary>
    public IbftAddress Address(IPAddress? address) => IbftAddress.From(address) is { IsSpecified: true } specified ? specified : UnsetAddress;
}
