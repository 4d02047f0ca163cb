namespace BootLab.Labs.Files.Shapes;

/// <summary>How the value of a DHCP option is written in a lab and goes over the wire.</summary>
internal enum DhcpOptionType
{
    /// <summary>Nothing is known: the value says its type by a prefix, or is text.</summary>
    Unknown,
    Address,
    Addresses,
    Text,
    UInt8,
    UInt16,
    UInt32,

    /// <summary>RFC 3442: destination and router.</summary>
    Routes,
}

/// <summary>The code of a DHCP option; <see cref="Sub"/> is the inner code of an encapsulated one (43 and 175), else null.</summary>
internal readonly record struct DhcpOptionCode(byte Code, byte? Sub = null)
{
    public override string ToString() => Sub is null ? $"{Code}" : $"{Code}.{Sub}";
}

/// <summary>A DHCP option that labs may call by name.</summary>
internal sealed record DhcpOption(string Name, DhcpOptionCode Code, DhcpOptionType Type, string Description);

/// <summary>The named options. RFC 2132 unless said otherwise; those below 175 are iPXE's own.</summary>
internal static class DhcpOptions
{
    public static readonly IReadOnlyList<DhcpOption> Named =
    [
        new("netmask", new(1), DhcpOptionType.Address, "Subnet mask (1). Sent by default, from the subnet."),
        new("router", new(3), DhcpOptionType.Addresses, "Routers (3)."),
        new("dns", new(6), DhcpOptionType.Addresses, "DNS servers (6)."),
        new("syslog", new(7), DhcpOptionType.Addresses, "Log servers (7)."),
        new("hostname", new(12), DhcpOptionType.Text, "Host name (12)."),
        new("domain", new(15), DhcpOptionType.Text, "Domain name (15)."),
        new("root-path", new(17), DhcpOptionType.Text, "Root path (17), such as iscsi:10.9.0.1::::iqn.2026-11.lab.boot:disk0."),
        new("mtu", new(26), DhcpOptionType.UInt16, "Interface MTU (26)."),
        new("broadcast", new(28), DhcpOptionType.Address, "Broadcast address (28)."),
        new("ntp", new(42), DhcpOptionType.Addresses, "NTP servers (42)."),
        new("server-id", new(54), DhcpOptionType.Address, "Server identifier (54). Sent by default: the server's address."),
        new("renewal-time", new(58), DhcpOptionType.UInt32, "Renewal time T1 in seconds (58)."),
        new("rebinding-time", new(59), DhcpOptionType.UInt32, "Rebinding time T2 in seconds (59)."),
        new("vendor-class", new(60), DhcpOptionType.Text, "Vendor class (60)."),
        new("tftp-server-name", new(66), DhcpOptionType.Text, "TFTP server name (66)."),
        new("static-routes", new(121), DhcpOptionType.Routes, "Classless static routes (121, RFC 3442), each as 'DESTINATION/PREFIX ROUTER'."),
        new("tftp-server", new(150), DhcpOptionType.Addresses, "TFTP servers (150, RFC 5859)."),
        new("priority", new(175, 1), DhcpOptionType.UInt8, "Priority of this lease's settings (175.1)."),
        new("keep-san", new(175, 8), DhcpOptionType.UInt8, "1: SAN drives stay hooked when a boot fails (175.8)."),
        new("skip-san-boot", new(175, 9), DhcpOptionType.UInt8, "1: hook the SAN drive, do not boot from it (175.9)."),
        new("scriptlet", new(175, 81), DhcpOptionType.Text, "Commands run instead of the boot (175.81)."),
        new("use-cached", new(175, 178), DhcpOptionType.UInt8, "1: use the lease of the PXE ROM; gPXE and iPXE of before 2013 (175.178)."),
        new("san-retries", new(175, 187), DhcpOptionType.UInt8, "How often a SAN command is tried (175.187)."),
        new("san-filename", new(175, 188), DhcpOptionType.Text, "File to start from the SAN drive under UEFI (175.188)."),
        new("san-drive", new(175, 189), DhcpOptionType.UInt8, "Number of the SAN drive (175.189)."),
        new("username", new(175, 190), DhcpOptionType.Text, "CHAP user name (175.190)."),
        new("password", new(175, 191), DhcpOptionType.Text, "CHAP secret (175.191)."),
        new("reverse-username", new(175, 192), DhcpOptionType.Text, "CHAP name of the target (175.192)."),
        new("reverse-password", new(175, 193), DhcpOptionType.Text, "CHAP secret of the target (175.193)."),
        new("initiator-iqn", new(203), DhcpOptionType.Text, "Initiator name (203)."),
    ];

    /// <summary>Codes whose value is a list of options of its own.</summary>
    public static bool IsEncapsulating(byte code) => code is 43 or 175;

    public static DhcpOptionType TypeOf(DhcpOptionCode code) => Named.FirstOrDefault(option => option.Code == code)?.Type ?? DhcpOptionType.Unknown;

    /// <summary>Reads a name, a code, or for encapsulated options <c>43.x</c> and <c>175.x</c>. Pad, message type and end are no options that a lab can set.</summary>
    public static bool TryParse(string text, out DhcpOptionCode code)
    {
        code = Named.FirstOrDefault(option => option.Name == text)?.Code ?? default;
        if (code.Code != 0)
        {
            return true;
        }

        var parts = text.Split('.');
        var sub = (byte)0;
        if (parts.Length > 2 || !byte.TryParse(parts[0], out var outer) || outer is 0 or 52 or 53 or 255
            || (parts.Length == 2 && (!IsEncapsulating(outer) || !byte.TryParse(parts[1], out sub) || sub is 0 or 255)))
        {
            return false;
        }

        code = new DhcpOptionCode(outer, parts.Length == 2 ? sub : null);
        return true;
    }
}
