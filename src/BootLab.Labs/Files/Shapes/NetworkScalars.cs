using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Machine;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Addresses and names of networks, buses and iSCSI.</summary>
internal static partial class NetworkScalars
{
    // RFC 7143, 4.2.7.1.
    private const int LongestIscsiName = 223;

    public const int IscsiPort = 3260;

    public static readonly ScalarShape<PhysicalAddress> Mac = new(
        "a MAC address such as \"52:54:00:12:34:56\"", Scalars.TextOnly, TryParseMac, Scalars.Pattern(MacPattern()));

    public static readonly ScalarShape<PciAddress> Pci = new(
        "a PCI address in hexadecimal, bus:device.function such as \"08:04.1\"", Scalars.TextOnly, TryParsePci, Scalars.Pattern(PciPattern()));

    public static readonly ScalarShape<IPAddress> Ipv4 = new("an IPv4 address such as 10.9.0.1", Scalars.TextOnly, TryParseIpv4, Scalars.Pattern(Ipv4Pattern()));

    public static readonly ScalarShape<IPAddress> Ipv6 = new("an IPv6 address such as fd00:9::1", Scalars.TextOnly, TryParseIpv6);

    public static readonly ScalarShape<IPAddress> Address = new("an IPv4 or IPv6 address", Scalars.TextOnly, TryParseAddress);

    public static readonly ScalarShape<IPNetwork> Ipv4Subnet = new(
        "an IPv4 subnet such as 10.9.0.0/24, no bit set behind the prefix", Scalars.TextOnly, TryParseIpv4Subnet, Scalars.Pattern(Ipv4SubnetPattern()));

    public static readonly ScalarShape<IPNetwork> Ipv6Prefix = new("an IPv6 prefix such as fd00:9::/64, no bit set behind the prefix", Scalars.TextOnly, TryParseIpv6Prefix);

    /// <summary>First and last address of a pool.</summary>
    public static readonly ScalarShape<(IPAddress First, IPAddress Last)> Pool = new(
        "a pool such as 10.9.0.100-10.9.0.200, the lower address first", Scalars.TextOnly, TryParsePool, Scalars.Pattern(PoolPattern()));

    /// <summary>Address and port; an IPv6 address stands in brackets. Without a port it is 3260.</summary>
    public static readonly ScalarShape<IPEndPoint> Portal = new(
        "a portal such as \"10.9.0.1:3260\" or \"[fd00:9::1]:3260\"", Scalars.TextOnly, TryParsePortal, Scalars.Pattern(PortalPattern()));

    public static readonly ScalarShape<string> IscsiName = new(
        "an iSCSI name such as iqn.2026-11.lab.boot:disk0", Scalars.TextOnly, TryParseIscsiName, Scalars.Pattern(IscsiNamePattern()));

    public static bool TryParseIpv4(string text, out IPAddress value)
    {
        value = IPAddress.None;
        return Ipv4Pattern().IsMatch(text) && IPAddress.TryParse(text, out value!);
    }

    /// <summary>The address as a number, for comparing the places of two addresses.</summary>
    public static uint Number(IPAddress ipv4) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(ipv4.GetAddressBytes());

    /// <summary>Reads address and prefix length. Unlike <see cref="IPNetwork.TryParse(string?, out IPNetwork)"/> it refuses bits behind the prefix, which are a slip.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork value) =>
        IPNetwork.TryParse(text, out value) && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var address) && address.Equals(value.BaseAddress);

    private static bool TryParseIpv6(string text, out IPAddress value) =>
        IPAddress.TryParse(text, out value!) && value.AddressFamily == AddressFamily.InterNetworkV6 && text[0] != '[' && !text.Contains('%', StringComparison.Ordinal);

    private static bool TryParseAddress(string text, out IPAddress value) => TryParseIpv4(text, out value) || TryParseIpv6(text, out value);

    private static bool TryParseIpv4Subnet(string text, out IPNetwork value)
    {
        value = default;
        return Ipv4SubnetPattern().IsMatch(text) && TryParseNetwork(text, out value) && value.PrefixLength is >= 1 and <= 30;
    }

    private static bool TryParseIpv6Prefix(string text, out IPNetwork value) =>
        TryParseNetwork(text, out value) && value.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool TryParseMac(string text, out PhysicalAddress value)
    {
        value = PhysicalAddress.None;
        if (!MacPattern().IsMatch(text))
        {
            return false;
        }

        value = new PhysicalAddress(Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit))));
        return true;
    }

    private static bool TryParsePci(string text, out PciAddress value)
    {
        value = default;
        return PciPattern().IsMatch(text) && PciAddress.TryParse(text, out value);
    }

    private static bool TryParsePool(string text, out (IPAddress First, IPAddress Last) value)
    {
        value = default;
        var ends = text.Split('-');
        if (ends.Length != 2 || !TryParseIpv4(ends[0].Trim(), out var first) || !TryParseIpv4(ends[1].Trim(), out var last) || Number(first) > Number(last))
        {
            return false;
        }

        value = (first, last);
        return true;
    }

    private static bool TryParsePortal(string text, out IPEndPoint value)
    {
        value = new IPEndPoint(IPAddress.Any, 0);
        if (!PortalPattern().IsMatch(text) || !IPEndPoint.TryParse(text, out var parsed))
        {
            return false;
        }

        value = parsed.Port == 0 ? new IPEndPoint(parsed.Address, IscsiPort) : parsed;
        return true;
    }

    private static bool TryParseIscsiName(string text, out string value)
    {
        value = text;
        return IscsiNamePattern().IsMatch(text) && Encoding.UTF8.GetByteCount(text) <= LongestIscsiName;
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}\z")]
    private static partial Regex MacPattern();

    [GeneratedRegex(@"^([0-9a-fA-F]{1,4}:)?[0-9a-fA-F]{1,2}:[01]?[0-9a-fA-F]\.[0-7]\z")]
    private static partial Regex PciPattern();

    [GeneratedRegex(@"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(?!$)|$)){4}\z")]
    private static partial Regex Ipv4Pattern();

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}\z")]
    private static partial Regex Ipv4SubnetPattern();

    [GeneratedRegex(@"^[0-9.]+ *- *[0-9.]+\z")]
    private static partial Regex PoolPattern();

    [GeneratedRegex(@"^([0-9]{1,3}(\.[0-9]{1,3}){3}|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?\z")]
    private static partial Regex PortalPattern();

    // RFC 7143, 4.2.7: iqn. with a date and a reversed domain, eui. with 16 hexadecimal digits, naa. with 16 or 32.
    [GeneratedRegex(@"^(iqn\.[0-9]{4}-(0[1-9]|1[0-2])\.[a-z0-9][a-z0-9.-]*(:[^ \t\r\n]*)?|eui\.[0-9A-Fa-f]{16}|naa\.[0-9A-Fa-f]{16}([0-9A-Fa-f]{16})?)\z")]
    private static partial Regex IscsiNamePattern();
}
