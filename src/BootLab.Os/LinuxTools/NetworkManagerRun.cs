using System.Net;
using System.Net.Sockets;

namespace BootLab.Os.LinuxTools;

/// <summary>One run of the generator: records by MAC address, then a connection of each.</summary>
internal sealed class NetworkManagerRun(ToolInput input)
{
    // Read as a VLAN, and refused when the connection is made; what is higher counts as no VLAN.
    private const int HighestVlan = 4095;

    private readonly List<string> _messages = [];
    private readonly List<string> _connections = [];
    private readonly Dictionary<string, FolderFate> _fates = [];

    public ToolResult Run()
    {
        var hasFailed = false;
        var isUndefined = false;
        foreach (var (_, nic) in ByMac().OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (hasFailed)
            {
                isUndefined = true;
                _fates[nic] = new FolderFate(false, "lost: an earlier NIC's error is used after it was freed");
                continue;
            }

            if (Connection(nic, out var lines) is { } error)
            {
                hasFailed = true;
                _messages.Add($"cmdline-reader: Unable to merge iBFT configuration: {error}");
                _fates[nic] = new FolderFate(false, $"dropped: {error}");
            }
            else
            {
                _connections.AddRange(lines);
            }
        }

        return new ToolResult(isUndefined ? ConsumerOutcome.Undefined : ToolResult.Judge(_fates.Values), _fates) { Messages = _messages, Native = _connections };
    }

    /// <summary>The last NIC of each MAC address in the order of the folder.</summary>
    private Dictionary<string, string> ByMac()
    {
        var byMac = new Dictionary<string, string>();
        foreach (var nic in input.Walked("ethernet"))
        {
            if (input.Tree[nic, "mac"] is not { } mac)
            {
                _messages.Add("ibft-reader: Ignoring an iBFT record without a MAC address");
                _fates[nic] = new FolderFate(false, "ignored: no MAC address");
                continue;
            }

            var key = mac.ToUpperInvariant();
            if (byMac.TryGetValue(key, out var earlier))
            {
                _messages.Add($"ibft-reader: Duplicate iBFT record for {key}");
                _fates[earlier] = new FolderFate(false, $"replaced by {nic}, which has the same MAC address");
            }

            byMac[key] = nic;
        }

        return byMac;
    }

    /// <summary>The connection of a NIC as a keyfile without what differs from machine to machine; the words of the error when there is none.</summary>
    private string? Connection(string nic, out List<string> lines)
    {
        lines = [];
        var address = Text(nic, "ip-addr");
        var gateway = Text(nic, "gateway");
        if (Family(address) is not { } family && (family = Family(gateway) ?? AddressFamily.Unspecified) == AddressFamily.Unspecified)
        {
            return $"iBFT: invalid IP address '{address ?? "(null)"}'.";
        }

        if (WrongFamily(nic, family) is { } wrong)
        {
            return wrong;
        }

        var method = Text(nic, "origin") switch
        {
            "3" => family == AddressFamily.InterNetwork ? "auto" : "dhcp",
            "4" => "auto",
            _ => "manual",
        };
        var prefix = Text(nic, "prefix-len");
        if (address is not null && prefix is null)
        {
            return "iBFT: invalid IP prefix '(null)'.";
        }

        if (address is not null && (!int.TryParse(prefix, out var bits) || bits > 128))
        {
            return $"iBFT: invalid IP prefix '{prefix}'.";
        }

        if (address is not null && family == AddressFamily.InterNetwork && int.Parse(prefix!) > 32)
        {
            return $"iBFT: Invalid IPv4 address prefix '{prefix}'";
        }

        var version = family == AddressFamily.InterNetwork ? "ipv4" : "ipv6";
        var vlan = int.TryParse(Text(nic, "vlan"), out var id) && id is >= 1 and <= HighestVlan ? id : 0;
        if (vlan == HighestVlan)
        {
            return $"vlan.id: the vlan id must be in range 0-4094 but is {vlan}";
        }

        if (address is null && method == "manual")
        {
            return $"{version}.addresses: this property cannot be empty for 'method=manual'";
        }

        lines.AddRange(
        [
            $"[connection ibft{Text(nic, "index")}]",
            $"id=iBFT{(vlan > 0 ? " VLAN" : "")} Connection {Text(nic, "index")}",
            $"type={(vlan > 0 ? "vlan" : "ethernet")}",
            $"ethernet.mac-address={Text(nic, "mac")!.ToUpperInvariant()}",
        ]);
        if (vlan > 0)
        {
            lines.Add($"vlan.id={vlan}");
        }

        AddAddresses(lines, nic, version, address is null ? null : $"{Canonical(address)}/{prefix}{(gateway is null ? "" : $",{Canonical(gateway)}")}", method);
        _fates[nic] = new FolderFate(true, $"{(method == "manual" ? "static" : $"{method},")} {(address is null ? "no address" : $"{Canonical(address)}/{prefix}")}{(vlan > 0 ? $" on VLAN {vlan}" : "")}");
        return null;
    }

    private void AddAddresses(List<string> lines, string nic, string version, string? address, string method)
    {
        lines.Add($"{(version == "ipv4" ? "ipv6" : "ipv4")}.method=disabled");
        lines.Add($"{version}.method={method}");
        if (address is not null)
        {
            lines.Add($"{version}.address1={address}");
        }

        string[] servers = [.. new[] { Text(nic, "primary-dns"), Text(nic, "secondary-dns") }.OfType<string>().Select(Canonical).Distinct()];
        if (servers.Length > 0)
        {
            lines.Add($"{version}.dns={string.Concat(servers.Select(server => $"{server};"))}");
        }
    }

    private string? WrongFamily(string nic, AddressFamily family)
    {
        (string File, string Words)[] others = [("gateway", "IP gateway"), ("primary-dns", "DNS1 address"), ("secondary-dns", "DNS2 address")];
        foreach (var (file, words) in others)
        {
            if (Text(nic, file) is { } text && Family(text) != family)
            {
                return $"iBFT: invalid {words} '{text}'.";
            }
        }

        return null;
    }

    private static AddressFamily? Family(string? text) => IPAddress.TryParse(text, out var address) ? address.AddressFamily : null;

    private static string Canonical(string address) => IPAddress.Parse(address).ToString();

    private string? Text(string folder, string file) => input.Tree[folder, file]?.TrimEnd();
}
