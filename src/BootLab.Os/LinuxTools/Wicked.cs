using System.Net;
using BootLab.Os.Knowledge;

namespace BootLab.Os.LinuxTools;

/// <summary>openSUSE's wicked: its script <c>extensions/ibft</c> writes interfaces as XML. A NIC counts when it is valid, its PCI function exists, and an interface below that has its MAC address.</summary>
public sealed class Wicked : LinuxTool
{
    /// <inheritdoc/>
    public override string Id => "wicked";

    /// <inheritdoc/>
    public override string Name => "wicked";

    /// <inheritdoc/>
    public override Statement Knowledge { get; } = new("as the source of its script reads the tree", Evidence.Source, "WICKED-IBFT");

    internal override ToolResult Run(ToolInput input)
    {
        var native = new List<string>();
        var fates = input.Globbed("ethernet").ToDictionary(nic => nic, nic => Look(input, nic, native));
        return new ToolResult(ToolResult.Judge(fates.Values), fates) { Native = native };
    }

    private static FolderFate Look(ToolInput input, string nic, List<string> native)
    {
        if (!int.TryParse(Text("flags"), out var flags) || (flags & 1) == 0)
        {
            return new FolderFate(false, "skipped: not valid");
        }

        if (Text("device") is not { } function)
        {
            return new FolderFate(false, "skipped: its PCI function does not exist");
        }

        if (input.Interfaces.FirstOrDefault(one => one.Function == function && one.Mac == Text("mac")) is not { } found)
        {
            return new FolderFate(false, "skipped: no interface of its PCI function has its MAC address");
        }

        var address = Text("ip-addr");
        var isDhcp = Text("origin") == "3";
        if (address is null)
        {
            return new FolderFate(false, "skipped: no address");
        }

        if (!isDhcp && Text("prefix-len") is null)
        {
            return new FolderFate(false, "skipped: no prefix length");
        }

        var alias = $"ibft{nic["ethernet".Length..]}";
        var vlan = int.TryParse(Text("vlan"), out var id) ? id : 0;
        var version = address.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4";
        native.Add($"{found.Name} (alias {alias}.0)");
        if (vlan > 0)
        {
            native.Add($"{found.Name}.{vlan} (alias {alias}.{vlan}): vlan {vlan} on {found.Name}");
        }

        // Of origin 3 only DHCP; of another origin with a DHCP server both.
        if (!isDhcp)
        {
            native.Add($"  {version}:static {address}/{Text("prefix-len")}{Route()}");
        }

        if (isDhcp || Text("dhcp") is not null)
        {
            native.Add($"  {version}:dhcp");
        }

        var on = vlan > 0 ? $"{found.Name}.{vlan}" : found.Name;
        return new FolderFate(true, isDhcp ? $"DHCP on {on}" : $"static {address}/{Text("prefix-len")}{(Text("dhcp") is null ? "" : " and DHCP")} on {on}");

        string? Text(string file) => input.Tree[nic, file] is { Length: > 0 } text ? text : null;

        string Route() => Text("gateway") is { } gateway && !IPAddress.IPv6Any.Equals(IPAddress.Parse(gateway)) && gateway is not ("0.0.0.0" or "255.255.255.255") ? $", default route via {gateway}" : "";
    }
}
