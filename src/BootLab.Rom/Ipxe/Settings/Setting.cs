using System.Globalization;

namespace BootLab.Rom.Ipxe.Settings;

/// <summary>
/// What identifies a setting: a DHCP option (tag 1 to 254), an option inside an encapsulated one (<c>175.190</c>), or, with tag 0, a name.
/// </summary>
/// <param name="Name">The name that scripts use.</param>
/// <param name="Tag">DHCP option code; the encapsulating option's code times 256 plus the inner code; 0 when the setting is known by name alone.</param>
/// <param name="Type">How it is shown and set unless an expression names another type.</param>
public sealed record Setting(string Name, int Tag, SettingType Type)
{
    /// <summary>The client's own address: the header field yiaddr, kept under 175.177.</summary>
    public static readonly Setting Ip = new("ip", Encapsulated(177), SettingType.Ipv4);

    /// <summary>Subnet mask, option 1.</summary>
    public static readonly Setting Netmask = new("netmask", 1, SettingType.Ipv4);

    /// <summary>Router, option 3.</summary>
    public static readonly Setting Gateway = new("gateway", 3, SettingType.Ipv4);

    /// <summary>Classless static routes, option 121 (RFC 3442).</summary>
    public static readonly Setting StaticRoutes = new("static-routes", 121, SettingType.Hex);

    /// <summary>DNS servers, option 6.</summary>
    public static readonly Setting Dns = new("dns", 6, SettingType.Ipv4);

    /// <summary>Host name, option 12.</summary>
    public static readonly Setting Hostname = new("hostname", 12, SettingType.String);

    /// <summary>Domain name, option 15.</summary>
    public static readonly Setting Domain = new("domain", 15, SettingType.String);

    /// <summary>Next server: the header field siaddr, kept under 175.3.</summary>
    public static readonly Setting NextServer = new("next-server", Encapsulated(3), SettingType.Ipv4);

    /// <summary>Boot file name: the header field file, else option 67.</summary>
    public static readonly Setting Filename = new("filename", 67, SettingType.String);

    /// <summary>Root path, option 17.</summary>
    public static readonly Setting RootPath = new("root-path", 17, SettingType.String);

    /// <summary>SAN boot file name, 175.188.</summary>
    public static readonly Setting SanFilename = new("san-filename", Encapsulated(188), SettingType.String);

    /// <summary>CHAP name of the initiator, 175.190.</summary>
    public static readonly Setting Username = new("username", Encapsulated(190), SettingType.String);

    /// <summary>CHAP secret of the initiator, 175.191.</summary>
    public static readonly Setting Password = new("password", Encapsulated(191), SettingType.String);

    /// <summary>CHAP name of the target, 175.192.</summary>
    public static readonly Setting ReverseUsername = new("reverse-username", Encapsulated(192), SettingType.String);

    /// <summary>CHAP secret of the target, 175.193.</summary>
    public static readonly Setting ReversePassword = new("reverse-password", Encapsulated(193), SettingType.String);

    /// <summary>Initiator name, option 203.</summary>
    public static readonly Setting InitiatorIqn = new("initiator-iqn", 203, SettingType.String);

    /// <summary>Keep the SAN device when the boot has failed, 175.8.</summary>
    public static readonly Setting KeepSan = new("keep-san", Encapsulated(8), SettingType.Int8);

    /// <summary>Do not boot from the SAN device, 175.9.</summary>
    public static readonly Setting SkipSanBoot = new("skip-san-boot", Encapsulated(9), SettingType.Int8);

    /// <summary>Drive number, 175.189.</summary>
    public static readonly Setting SanDrive = new("san-drive", Encapsulated(189), SettingType.UInt8);

    /// <summary>Retries of a command, 175.187.</summary>
    public static readonly Setting SanRetries = new("san-retries", Encapsulated(187), SettingType.Int8);

    /// <summary>Priority of the settings block, 175.1.</summary>
    public static readonly Setting Priority = new("priority", Encapsulated(1), SettingType.Int8);

    /// <summary>A one-line script, 175.81.</summary>
    public static readonly Setting Scriptlet = new("scriptlet", Encapsulated(81), SettingType.String);

    /// <summary>DHCP server, option 54.</summary>
    public static readonly Setting DhcpServer = new("dhcp-server", 54, SettingType.Ipv4);

    /// <summary>Vendor class, option 60.</summary>
    public static readonly Setting VendorClass = new("vendor-class", 60, SettingType.String);

    /// <summary>SMBIOS UUID, in the byte order in which it is printed.</summary>
    public static readonly Setting Uuid = new("uuid", 0, SettingType.Uuid);

    /// <summary>MAC address.</summary>
    public static readonly Setting Mac = new("mac", 0, SettingType.Hex);

    private static readonly Dictionary<string, Setting> ByName = new[]
    {
        Ip, Netmask, Gateway, StaticRoutes, Dns, Hostname, Domain, NextServer, Filename, RootPath, SanFilename, Username, Password, ReverseUsername, ReversePassword,
        InitiatorIqn, KeepSan, SkipSanBoot, SanDrive, SanRetries, Priority, Scriptlet, DhcpServer, VendorClass, Uuid, Mac,
        new Setting("user-class", 77, SettingType.String), new Setting("ntp", 42, SettingType.Ipv4), new Setting("syslog", 7, SettingType.Ipv4), new Setting("mtu", 26, SettingType.Int16),
        new Setting("manufacturer", 0, SettingType.String), new Setting("product", 0, SettingType.String), new Setting("serial", 0, SettingType.String), new Setting("asset", 0, SettingType.String),
        new Setting("hwaddr", 0, SettingType.Hex), new Setting("bustype", 0, SettingType.String), new Setting("busloc", 0, SettingType.BusDevFn), new Setting("busid", 0, SettingType.HexRaw),
        new Setting("chip", 0, SettingType.String), new Setting("ifname", 0, SettingType.String), new Setting("linktype", 0, SettingType.String),
        new Setting("errno", 0, SettingType.UInt32), new Setting("buildarch", 0, SettingType.String), new Setting("platform", 0, SettingType.String), new Setting("version", 0, SettingType.String),
        new Setting("unixtime", 0, SettingType.UInt32), new Setting("memsize", 0, SettingType.Int32), new Setting("ip6", 0, SettingType.Ipv6), new Setting("gateway6", 0, SettingType.Ipv6),
    }.ToDictionary(setting => setting.Name);

    private static readonly Dictionary<int, Setting> ByTag = ByName.Values.Where(setting => setting.Tag != 0).ToDictionary(setting => setting.Tag);

    /// <summary>Whether iPXE itself defines the setting and with it a type.</summary>
    public bool IsDefined => ByName.ContainsKey(Name);

    /// <summary>The tag of an option inside iPXE's own option 175.</summary>
    public static int Encapsulated(int code) => (175 << 8) | code;

    /// <summary>A setting by name or by tag (<c>12</c> is the host name, <c>175.177</c> the address); what nobody knows is a setting all the same, of type string.</summary>
    public static Setting Find(string name)
    {
        if (ByName.TryGetValue(name, out var known))
        {
            return known;
        }

        return !TryParseTag(name, out var tag) ? new Setting(name, 0, SettingType.String)
            : ByTag.GetValueOrDefault(tag) ?? new Setting(name, tag, SettingType.String);
    }

    private static bool TryParseTag(string name, out int tag)
    {
        tag = 0;
        foreach (var part in name.Split('.'))
        {
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || tag > 0xff)
            {
                return false;
            }

            tag = (tag << 8) | code;
        }

        return tag != 0;
    }
}
