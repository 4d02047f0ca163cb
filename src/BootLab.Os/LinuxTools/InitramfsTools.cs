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
        var hasRoute = false;
        foreach (var record in new FirmwareRecords(input).All)
        {
            if (record.Interface.Length == 0)
            {
                fates[record.Nic] = new FolderFate(false, "passed over: its record names no interface");
                continue;
            }

            // Every record is written under the name that nobody reads, and a static one renamed.
            var unread = $"/run/net-{record.Interface}.conf.ibft";
            var path = record.IsDhcp ? unread : $"/run/net-{record.Interface}.conf";
            native.RemoveAll(line => line.StartsWith($"{path}: ", StringComparison.Ordinal) || line.StartsWith($"{unread}: ", StringComparison.Ordinal));
            native.AddRange(File(record).Select(line => $"{path}: {line}"));
            native.RemoveAll(line => line.StartsWith("/run/initramfs/", StringComparison.Ordinal));
            native.Add($"/run/initramfs/open-iscsi.interface: {record.Interface}");
            if (record.Gateway is { } gateway)
            {
                native.Add($"ip route add default via {gateway}");
                var route = hasRoute ? ", its default route refused: there is one already" : $", default route via {gateway}";
                hasRoute = true;
                Append(record.Nic, route);
            }

            Append(record.Nic, record.IsDhcp ? "; DHCP is left to ipconfig" : "");
        }

        return below with { Fates = fates, Native = native };

        void Append(string nic, string text)
        {
            if (!fates[nic].Summary.Contains(text, StringComparison.Ordinal))
            {
                fates[nic] = fates[nic] with { Summary = fates[nic].Summary + text };
            }
        }
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
