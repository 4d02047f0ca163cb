using BootLab.Os.Knowledge;

namespace BootLab.Os.LinuxTools;

/// <summary>
/// The script that open-iscsi puts into Debian's initramfs-tools, with <c>iscsi_auto</c>: it makes files for the network scripts and default routes of what <c>iscsistart -f</c> prints.
/// It knows IPv4 alone. What it keeps for the time after a failed DHCP request is set in a subshell and lost, so that this file stays unused.
/// </summary>
public sealed class InitramfsTools : LinuxTool
{
    private static readonly string[] s_empty = ["IPV4BROADCAST", "HOSTNAME", "DNSDOMAIN", "NISDOMAIN", "ROOTSERVER", "ROOTPATH", "DOMAINSEARCH"];

    /// <inheritdoc/>
    public override string Id => "initramfs-tools";

    /// <inheritdoc/>
    public override string Name => "initramfs-tools (Debian 12)";

    /// <inheritdoc/>
    public override Statement Knowledge { get; } = new("its files and routes for many trees are those that the real script makes", Evidence.Observed, "DEBIAN-OPEN-ISCSI");

    /// <inheritdoc/>
    protected override bool ReadsTargets => true;

    internal override ToolResult Run(ToolInput input)
    {
        var below = OpenIscsi.V2_1_8.Run(input);
        var fates = new Dictionary<string, FolderFate>(below.Fates);
        var native = new List<string>();
        string? route = null;
        var records = new FirmwareRecords(input).All;
        foreach (var record in records.Where(record => record.Interface.Length > 0))
        {
            // Every record is written under the name that nobody reads, and a static one renamed.
            var unread = $"/run/net-{record.Interface}.conf.ibft";
            var path = record.IsDhcp ? unread : $"/run/net-{record.Interface}.conf";
            native.RemoveAll(line => line.StartsWith($"{path}: ", StringComparison.Ordinal) || line.StartsWith($"{unread}: ", StringComparison.Ordinal) || line.StartsWith("/run/initramfs/", StringComparison.Ordinal));
            native.AddRange(File(record).Select(line => $"{path}: {line}"));
            native.Add($"/run/initramfs/open-iscsi.interface: {record.Interface}");
            if (record.Gateway is { } gateway)
            {
                native.Add($"ip route add default via {gateway}");
                route ??= gateway;
            }
        }

        foreach (var record in records.DistinctBy(record => record.Nic))
        {
            fates[record.Nic] = record.Interface.Length == 0
                ? new FolderFate(false, "passed over: its record names no interface")
                : fates[record.Nic] with { Summary = fates[record.Nic].Summary + Remarks(record, route) };
        }

        return below with { Fates = fates, Native = native };
    }

    private static string Remarks(FirmwareRecord record, string? route)
    {
        var way = record.Gateway is null ? "" : record.Gateway == route ? $", default route via {route}" : ", its default route refused: there is one already";
        return record.IsDhcp ? $"{way}; DHCP is left to ipconfig" : way;
    }

    private static IEnumerable<string> File(FirmwareRecord record)
    {
        (string Name, string? Value)[] values =
        [
            ("DEVICE", record.Interface),
            ("PROTO", record.IsDhcp ? "dhcp" : "static"),
            ("IPV4ADDR", record.IpAddress),
            ("IPV4NETMASK", record.Mask),
            ("IPV4GATEWAY", record.Gateway),
            ("IPV4DNS0", record.PrimaryDns),
            ("IPV4DNS1", record.SecondaryDns),
            ("UPTIME", "0"),
            ("DHCPLEASETIME", "0"),
            .. s_empty.Select(name => (name, (string?)null)),
        ];
        return values.Select(value => $"{value.Name}='{value.Value}'").Order(StringComparer.Ordinal);
    }
}
