using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace BootLab.Iscsi.Target;

/// <summary>An address at which targets can be reached, and the portal group that it belongs to (RFC 7143, 4.4.1).</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="GroupTag">The portal group's tag.</param>
public sealed record TargetPortal(IPEndPoint EndPoint, ushort GroupTag = 1)
{
    /// <summary>Reads <c>ADDRESS:PORT</c> or <c>ADDRESS:PORT,TAG</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetPortal? portal)
    {
        ArgumentNullException.ThrowIfNull(text);
        portal = null;
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var address = comma < 0 ? text : text[..comma];
        ushort tag = 1;
        if (comma >= 0 && !ushort.TryParse(text.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out tag))
        {
            return false;
        }

        // A parser that takes an address without a port must not have its way.
        if (!IPEndPoint.TryParse(address, out var endPoint) || !address.EndsWith($":{endPoint.Port}", StringComparison.Ordinal))
        {
            return false;
        }

        portal = new TargetPortal(endPoint, tag);
        return true;
    }

    /// <summary>As TargetAddress of a discovery says it.</summary>
    public override string ToString() => $"{EndPoint},{GroupTag}";
}
