using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BootLab.Iscsi.Initiator;

/// <summary>Where a target listens.</summary>
/// <param name="Host">A name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="GroupTag">The portal group tag, where a target named one.</param>
public sealed record IscsiPortal(string Host, int Port = IscsiPortal.DefaultPort, int? GroupTag = null)
{
    /// <summary>The port that IANA gave iSCSI.</summary>
    public const int DefaultPort = 3260;

    /// <summary>Reads <c>host[:port][,tag]</c> as in TargetAddress (RFC 7143, 13.8); an IPv6 address stands in brackets where a port follows.</summary>
    /// <exception cref="FormatException">The text is no portal.</exception>
    public static IscsiPortal Parse(string text) => TryParse(text, out var portal, out var error) ? portal! : throw new FormatException(error);

    /// <summary>Reads a portal as <see cref="Parse"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="portal">The portal; null on failure.</param>
    /// <param name="error">What is wrong; null on success.</param>
    public static bool TryParse(string text, out IscsiPortal? portal, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        portal = null;
        error = null;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        int? tag = null;
        if (comma >= 0)
        {
            if (!TryNumber(text[(comma + 1)..], 0, ushort.MaxValue, out var number))
            {
                error = $"\"{text[(comma + 1)..]}\" is no portal group tag, expected a number from 0 to 65535";
                return false;
            }

            tag = number;
        }

        var address = comma < 0 ? text : text[..comma];
        if (!TrySplit(address, out var host, out var port, out error))
        {
            return false;
        }

        portal = new IscsiPortal(host, port, tag);
        return true;
    }

    /// <summary>As a TargetAddress is written.</summary>
    public override string ToString() =>
        $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}{(GroupTag is { } tag ? "," + tag.ToString(CultureInfo.InvariantCulture) : "")}";

    private static bool TrySplit(string address, out string host, out int port, out string? error)
    {
        (host, port, error) = (address, DefaultPort, null);
        string? portText = null;
        if (address.StartsWith('['))
        {
            var end = address.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < address.Length && address[end + 1] != ':'))
            {
                error = $"\"{address}\" begins with '[', expected an IPv6 address and ']', as in [2001:db8::1]:3260";
                return false;
            }

            host = address[1..end];
            portText = end + 1 < address.Length ? address[(end + 2)..] : null;
        }
        else if (address.Split(':') is [var name, var after])
        {
            (host, portText) = (name, after);
        }

        var isIpv6 = IPAddress.TryParse(host, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6;
        if ((host.Contains(':', StringComparison.Ordinal) || address.StartsWith('[')) && !isIpv6)
        {
            error = $"\"{host}\" is no IPv6 address";
        }
        else if (host.Length == 0 || host.Any(c => char.IsWhiteSpace(c) || c is '/' or '@'))
        {
            error = $"\"{address}\" names no host, expected host:port, as in 192.0.2.1:3260 or [2001:db8::1]:3260";
        }
        else if (portText is not null && !TryNumber(portText, 1, ushort.MaxValue, out port))
        {
            error = $"\"{portText}\" is no port, expected a number from 1 to 65535";
        }

        return error is null;
    }

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
