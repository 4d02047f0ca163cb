namespace BootLab.Os.LinuxTools;

/// <summary>
/// One run of the function. The shell keeps what a file set until another file sets it, so that a NIC whose file is missing gets the value of the NIC before; only what <see cref="Look"/> resets is its own.
/// </summary>
internal sealed class DracutRun(ToolInput input, bool isNg, bool isMultipath)
{
    private const string Tree = "/sys/firmware/ibft/";

    private readonly List<string> _words = [];
    private readonly List<string> _messages = [];
    private readonly List<(string Name, string Mac)> _names = [];
    private readonly HashSet<string> _configured = [];

    // Variables that live from one NIC to the next.
    private string _flags = "";
    private string _origin = "";
    private string _family = "";
    private string _prefix = "";
    private string _dns1 = "";
    private string _dns2 = "";

    public ToolResult Run()
    {
        var fates = input.Globbed("ethernet").ToDictionary(nic => nic, Look);
        return new ToolResult(ToolResult.Judge(fates.Values), fates)
        {
            Messages = _messages,
            Native = [.. _names.Select(one => $"ifname={one.Name}:{one.Mac}"), .. _words],
        };
    }

    private FolderFate Look(string nic)
    {
        var mac = Read(nic, "mac") ?? "";
        if (mac.Length == 0)
        {
            return new FolderFate(false, "skipped: no MAC address");
        }

        var name = NameOf(mac);
        if (_configured.Contains(name))
        {
            return new FolderFate(false, $"skipped: {name} is configured already");
        }

        _flags = Read(nic, "flags") ?? _flags;
        if ((Number(_flags) & 1) == 0)
        {
            return new FolderFate(false, "skipped: not valid");
        }

        if (!isMultipath && (Number(_flags) & 2) == 0)
        {
            return new FolderFate(false, "skipped: not boot selected");
        }

        var words = _words.Count;
        var fate = Configure(nic, name);
        if (fate is null)
        {
            return new FolderFate(false, "skipped: its address is 0.0.0.0");
        }

        AddVlan(nic, name);
        return fate.Value with { Summary = _words.Count > words ? string.Join(' ', _words.Skip(words)) : fate.Value.Summary };
    }

    /// <summary>The name that a NIC is to have. It is counted up even for a NIC that is skipped then.</summary>
    private string NameOf(string mac)
    {
        if (_names.FirstOrDefault(one => $"{one.Name}:{one.Mac}".Contains(mac, StringComparison.Ordinal)) is { Name: not null } known)
        {
            return known.Name;
        }

        var name = $"ibft{_names.Count}";
        _names.Add((name, mac));
        return name;
    }

    /// <summary>The NIC's word; null where the rest of the loop is left out.</summary>
    private FolderFate? Configure(string nic, string name)
    {
        var dhcp = Read(nic, "dhcp") ?? "";
        _origin = Read(nic, "origin") ?? _origin;
        var ip = Read(nic, "ip-addr") ?? "";
        if (ip.Length > 0)
        {
            _family = ip.Split('.').Length > 3 ? "ipv4" : ip.Contains(':', StringComparison.Ordinal) ? "ipv6" : _family;
        }

        if (dhcp.Length > 0 || Number(_origin) == 3)
        {
            _words.Add(_family == "ipv6" ? $"ip={name}:dhcp6" : $"ip={name}:dhcp");
            return new FolderFate(true, "");
        }

        if (input.Tree[nic, "ip-addr"] is null)
        {
            _messages.Add($"{Tree}{nic} does not contain a valid iBFT configuration");
            return new FolderFate(false, "nothing to configure");
        }

        return ip == "0.0.0.0" ? null : ConfigureStatic(nic, name, ip);
    }

    private FolderFate ConfigureStatic(string nic, string name, string ip)
    {
        var gateway = Specified(Read(nic, "gateway"));
        var mask = Read(nic, "subnet-mask") ?? "";
        _prefix = Read(nic, "prefix-len") ?? _prefix;
        _dns1 = Specified(Read(nic, "primary-dns") ?? _dns1);

        // Of an unset second server another variable is cleared, and 0.0.0.0 stays.
        _dns2 = Read(nic, "secondary-dns") ?? _dns2;
        var host = Read(nic, "hostname") ?? "";
        if (_family == "ipv6")
        {
            if (_prefix.Length == 0)
            {
                _prefix = isNg ? "128" : "64";
            }

            ip = isNg ? $"[{ip}]" : $"[{ip}/{_prefix}]";
            mask = isNg ? _prefix : "";
            gateway = gateway.Length > 0 ? $"[{gateway}]" : "";
        }

        if (mask.Length == 0 && _prefix.Length == 0)
        {
            _messages.AddRange([$"{Tree}{nic} does not contain a valid iBFT configuration", $"ip-addr={ip}", $"gateway={gateway}", $"subnet-mask={mask}", $"hostname={host}"]);
            return new FolderFate(false, "refused: no mask");
        }

        _words.Add($"ip={ip}::{gateway}:{mask}:{host}:{name}:none{Server(_dns1)}{Server(_dns2)}");
        return new FolderFate(true, "");
    }

    private static string Server(string address) => address.Length > 0 ? $":{address}" : "";

    private void AddVlan(string nic, string name)
    {
        // Only a NIC without VLAN is remembered under the name that is looked for.
        if (Read(nic, "vlan") is { } vlan && Number(vlan) != 0)
        {
            _words.Add($"vlan={name}.{vlan}:{name}");
        }
        else
        {
            _configured.Add(name);
        }
    }

    private static string Specified(string? address) => address is null or "0.0.0.0" ? "" : address;

    /// <summary>The first line of a file as the shell reads it; null without the file.</summary>
    private string? Read(string folder, string file) => input.Tree[folder, file]?.Split('\n')[0].Trim(' ', '\t');

    private static int Number(string text) => int.TryParse(text, out var number) ? number : 0;
}
