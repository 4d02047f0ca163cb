namespace BootLab.Os.LinuxTools;

/// <summary>A target and the NIC that its association names, as open-iscsi hands them on.</summary>
internal sealed record FirmwareRecord
{
    public required string Target { get; init; }

    public required string Nic { get; init; }

    /// <summary>The interface; empty when the PCI function of the table does not exist.</summary>
    public required string Interface { get; init; }

    public string? InitiatorName { get; init; }

    public required string Mac { get; init; }

    /// <summary>Whether it counts as configured by DHCP: origin 3, or a DHCP server.</summary>
    public bool IsDhcp { get; init; }

    public string? IpAddress { get; init; }

    /// <summary>The number, or -1 without one: that is what is printed then.</summary>
    public int Prefix { get; init; }

    public string? Mask { get; init; }

    public string? Gateway { get; init; }

    public string? PrimaryDns { get; init; }

    public string? SecondaryDns { get; init; }

    public string? Vlan { get; init; }

    public required string TargetName { get; init; }

    public required string TargetAddress { get; init; }

    public int TargetPort { get; init; }

    public string? ChapName { get; init; }

    public string? ChapSecret { get; init; }

    public string? ReverseChapName { get; init; }

    public string? ReverseChapSecret { get; init; }

    public string? Lun { get; init; }

    /// <summary>As <c>iscsistart -f</c> and <c>iscsiadm -m fw</c> print it.</summary>
    public IEnumerable<string> Lines(string version)
    {
        yield return $"# BEGIN RECORD {version}";
        foreach (var (name, value) in Values())
        {
            if (!string.IsNullOrEmpty(value))
            {
                yield return $"{name} = {value}";
            }
        }

        yield return "# END RECORD";
    }

    private IEnumerable<(string Name, string? Value)> Values() =>
    [
        ("iface.initiatorname", InitiatorName),
        ("iface.transport_name", "tcp"),
        ("iface.hwaddress", Mac),
        ("iface.bootproto", IsDhcp ? "DHCP" : "STATIC"),
        ("iface.ipaddress", IpAddress),
        ("iface.prefix_len", Prefix == 0 ? null : $"{Prefix}"),
        ("iface.subnet_mask", Mask),
        ("iface.gateway", Gateway),
        ("iface.primary_dns", PrimaryDns),
        ("iface.secondary_dns", SecondaryDns),
        ("iface.vlan_id", Vlan),
        ("iface.net_ifacename", Interface),
        ("node.name", TargetName),
        ("node.conn[0].address", TargetAddress),
        ("node.conn[0].port", $"{TargetPort}"),
        ("node.session.auth.username", ChapName),
        ("node.session.auth.password", ChapSecret),
        ("node.session.auth.username_in", ReverseChapName),
        ("node.session.auth.password_in", ReverseChapSecret),
        ("node.boot_lun", Lun),
    ];
}
