using System.Net.NetworkInformation;

namespace BootLab.Ibft.Layouts;

/// <summary>What a table says, without any place: <see cref="TableLayout.Place"/> puts it where a producer would.</summary>
public sealed record IbftContent
{
    /// <summary>OEM id, up to six characters.</summary>
    public string OemId { get; init; } = "";

    /// <summary>OEM table id, up to eight characters.</summary>
    public string OemTableId { get; init; } = "";

    /// <summary>Flags of the control structure; every known producer writes 0.</summary>
    public byte ControlFlags { get; init; }

    /// <summary>
    /// Pairs of NIC and target that the control structure has fields for, when that is more than there are NICs or targets: EDK2 counts attempts that it then leaves out.
    /// </summary>
    public int ControlPairs { get; init; }

    /// <summary>The initiator; null for a table without one.</summary>
    public InitiatorContent? Initiator { get; init; }

    /// <summary>NICs in the order of their control fields.</summary>
    public IReadOnlyList<NicContent> Nics { get; init; } = [];

    /// <summary>Targets in the order of their control fields.</summary>
    public IReadOnlyList<TargetContent> Targets { get; init; } = [];

    /// <summary>What a table says.</summary>
    public static IbftContent From(IbftTable table) => new()
    {
        OemId = table.Header.OemId,
        OemTableId = table.Header.OemTableId,
        ControlFlags = table.Control.Flags,
        Initiator = table.Initiator is { } initiator ? InitiatorContent.From(initiator) : null,
        Nics = [.. table.Nics.Select(NicContent.From)],
        Targets = [.. table.Targets.Select(TargetContent.From)],
    };

    /// <summary>Equal values, NIC by NIC and target by target.</summary>
    public bool Equals(IbftContent? other) => other is not null
        && OemId == other.OemId && OemTableId == other.OemTableId && ControlFlags == other.ControlFlags && ControlPairs == other.ControlPairs
        && Initiator == other.Initiator && Nics.SequenceEqual(other.Nics) && Targets.SequenceEqual(other.Targets);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OemId, OemTableId, Initiator, Nics.Count, Targets.Count);
}

/// <summary>What an initiator structure says.</summary>
public sealed record InitiatorContent
{
    /// <summary>See <see cref="IbftFlags"/>.</summary>
    public byte Flags { get; init; } = IbftFlags.Valid | IbftFlags.BootSelected;

    /// <summary>iSNS server.</summary>
    public IbftAddress IsnsServer { get; init; }

    /// <summary>SLP server.</summary>
    public IbftAddress SlpServer { get; init; }

    /// <summary>First RADIUS server.</summary>
    public IbftAddress PrimaryRadiusServer { get; init; }

    /// <summary>Second RADIUS server.</summary>
    public IbftAddress SecondaryRadiusServer { get; init; }

    /// <summary>The initiator name; null when absent.</summary>
    public ByteString? Name { get; init; }

    internal static InitiatorContent From(IbftInitiator initiator) => new()
    {
        Flags = initiator.Flags,
        IsnsServer = initiator.IsnsServer,
        SlpServer = initiator.SlpServer,
        PrimaryRadiusServer = initiator.PrimaryRadiusServer,
        SecondaryRadiusServer = initiator.SecondaryRadiusServer,
        Name = initiator.Name.OrNull,
    };
}

/// <summary>What a NIC structure says; its index comes from the layout.</summary>
public sealed record NicContent
{
    /// <summary>See <see cref="IbftFlags"/>.</summary>
    public byte Flags { get; init; }

    /// <summary>The NIC's address.</summary>
    public IbftAddress IpAddress { get; init; }

    /// <summary>Prefix length in bits.</summary>
    public byte SubnetMaskPrefix { get; init; }

    /// <summary>Where the address came from.</summary>
    public PrefixOrigin Origin { get; init; }

    /// <summary>Default router.</summary>
    public IbftAddress Gateway { get; init; }

    /// <summary>First name server.</summary>
    public IbftAddress PrimaryDns { get; init; }

    /// <summary>Second name server.</summary>
    public IbftAddress SecondaryDns { get; init; }

    /// <summary>The DHCP server that gave the lease.</summary>
    public IbftAddress DhcpServer { get; init; }

    /// <summary>VLAN id; 0 for none.</summary>
    public ushort Vlan { get; init; }

    /// <summary>The MAC address, six bytes.</summary>
    public required PhysicalAddress MacAddress { get; init; }

    /// <summary>PCI bus in bits 15 to 8, device in 7 to 3, function in 2 to 0.</summary>
    public ushort PciBdf { get; init; }

    /// <summary>The host name; null when absent.</summary>
    public ByteString? HostName { get; init; }

    internal static NicContent From(IbftNic nic) => new()
    {
        Flags = nic.Flags,
        IpAddress = nic.IpAddress,
        SubnetMaskPrefix = nic.SubnetMaskPrefix,
        Origin = nic.Origin,
        Gateway = nic.Gateway,
        PrimaryDns = nic.PrimaryDns,
        SecondaryDns = nic.SecondaryDns,
        DhcpServer = nic.DhcpServer,
        Vlan = nic.Vlan,
        MacAddress = nic.MacAddress,
        PciBdf = nic.PciBdf,
        HostName = nic.HostName.OrNull,
    };
}

/// <summary>What a target structure says; its index comes from the layout.</summary>
public sealed record TargetContent
{
    /// <summary>See <see cref="IbftFlags"/>.</summary>
    public byte Flags { get; init; }

    /// <summary>The portal's address.</summary>
    public IbftAddress IpAddress { get; init; }

    /// <summary>The portal's TCP port.</summary>
    public ushort Port { get; init; }

    /// <summary>The boot LUN.</summary>
    public Lun BootLun { get; init; }

    /// <summary>How the login authenticates.</summary>
    public ChapType ChapType { get; init; }

    /// <summary>The index byte of the NIC that reaches this target.</summary>
    public byte NicAssociation { get; init; }

    /// <summary>The target name; null when absent.</summary>
    public ByteString? Name { get; init; }

    /// <summary>CHAP name; null when absent.</summary>
    public ByteString? ChapName { get; init; }

    /// <summary>CHAP secret; null when absent.</summary>
    public ByteString? ChapSecret { get; init; }

    /// <summary>Reverse CHAP name; null when absent.</summary>
    public ByteString? ReverseChapName { get; init; }

    /// <summary>Reverse CHAP secret; null when absent.</summary>
    public ByteString? ReverseChapSecret { get; init; }

    internal static TargetContent From(IbftTarget target) => new()
    {
        Flags = target.Flags,
        IpAddress = target.IpAddress,
        Port = target.Port,
        BootLun = target.BootLun,
        ChapType = target.ChapType,
        NicAssociation = target.NicAssociation,
        Name = target.Name.OrNull,
        ChapName = target.ChapName.OrNull,
        ChapSecret = target.ChapSecret.OrNull,
        ReverseChapName = target.ReverseChapName.OrNull,
        ReverseChapSecret = target.ReverseChapSecret.OrNull,
    };
}
