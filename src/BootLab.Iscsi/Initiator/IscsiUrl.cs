using System.Globalization;
using BootLab.Iscsi.Scsi;

namespace BootLab.Iscsi.Initiator;

/// <summary>A logical unit as libiscsi and QEMU write it: <c>iscsi://[user[%password]@]host[:port]/target/lun[?argument&amp;...]</c>.</summary>
/// <remarks>
/// Arguments: <c>header_digest</c> and <c>data_digest</c> (<c>none</c> or <c>crc32c</c>), <c>target_user</c> and <c>target_password</c> for mutual CHAP.
/// A portal alone, without target and unit, is enough for discovery.
/// </remarks>
/// <param name="Portal">Where to connect to.</param>
/// <param name="TargetName">The target's iSCSI name; null for a portal alone.</param>
/// <param name="Lun">The logical unit.</param>
public sealed record IscsiUrl(IscsiPortal Portal, string? TargetName = null, ScsiLun Lun = default)
{
    private const string Scheme = "iscsi://";

    /// <summary>CHAP name; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>CHAP secret.</summary>
    public string? Password { get; init; }

    /// <summary>CHAP name that the target has to prove; null when it need not.</summary>
    public string? TargetUsername { get; init; }

    /// <summary>CHAP secret of the target.</summary>
    public string? TargetPassword { get; init; }

    /// <summary>The digest of headers.</summary>
    public DigestUse HeaderDigest { get; init; }

    /// <summary>The digest of data.</summary>
    public DigestUse DataDigest { get; init; }

    /// <summary>Reads a URL.</summary>
    /// <exception cref="FormatException">The text is no such URL.</exception>
    public static IscsiUrl Parse(string text) => TryParse(text, out var url, out var error) ? url! : throw new FormatException(error);

    /// <summary>Reads a URL.</summary>
    /// <param name="text">The text.</param>
    /// <param name="url">The URL; null on failure.</param>
    /// <param name="error">What is wrong; null on success. It holds no secret.</param>
    public static bool TryParse(string text, out IscsiUrl? url, out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        url = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            error = "an iSCSI URL begins with iscsi://, as in iscsi://192.0.2.1/iqn.2026-01.org.example:disk/0";
            return false;
        }

        var (withoutArguments, arguments) = Cut(text[Scheme.Length..], '?');
        var (authority, path) = Cut(withoutArguments, '/');
        var at = authority.LastIndexOf('@');
        if (!IscsiPortal.TryParse(authority[(at + 1)..], out var portal, out error))
        {
            return false;
        }

        var found = new IscsiUrl(portal!);
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], '%');
            found = found with { Username = user, Password = password ?? "" };
        }

        if (!string.IsNullOrEmpty(path) && !TryReadPath(path, ref found, out error))
        {
            return false;
        }

        foreach (var argument in (arguments ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryReadArgument(argument, ref found, out error))
            {
                return false;
            }
        }

        url = found;
        return true;
    }

    /// <summary>Options of an initiator with this name that logs in as the URL says.</summary>
    public InitiatorOptions ToOptions(string initiatorName) => new()
    {
        InitiatorName = initiatorName,
        TargetName = TargetName,
        Username = Username,
        Password = Password,
        ReverseUsername = TargetUsername,
        ReversePassword = TargetPassword,
        HeaderDigest = HeaderDigest,
        DataDigest = DataDigest,
    };

    /// <summary>The URL without any secret.</summary>
    public override string ToString()
    {
        var user = Username is null ? "" : Username + "@";
        var unit = TargetName is null ? "" : $"/{TargetName}/{(Lun.TryGetNumber(out var number) ? number.ToString(CultureInfo.InvariantCulture) : Lun.ToString())}";
        return $"{Scheme}{user}{Portal}{unit}";
    }

    private static bool TryReadPath(string path, ref IscsiUrl url, out string? error)
    {
        var slash = path.LastIndexOf('/');
        var lunText = slash < 0 ? "" : path[(slash + 1)..];
        if (slash <= 0 || !ushort.TryParse(lunText, NumberStyles.None, CultureInfo.InvariantCulture, out var lun) || lun > ScsiLun.MaxNumber)
        {
            error = $"\"/{path}\" does not name a target and a unit, expected /target/lun with a lun from 0 to {ScsiLun.MaxNumber}";
            return false;
        }

        url = url with { TargetName = path[..slash], Lun = ScsiLun.FromNumber(lun) };
        error = null;
        return true;
    }

    private static bool TryReadArgument(string argument, ref IscsiUrl url, out string? error)
    {
        var (name, value) = Cut(argument, '=');
        error = null;
        switch (name)
        {
            case "target_user":
                url = url with { TargetUsername = value };
                return true;
            case "target_password":
                url = url with { TargetPassword = value };
                return true;
            case "header_digest" when TryReadDigest(value, out var use):
                url = url with { HeaderDigest = use };
                return true;
            case "data_digest" when TryReadDigest(value, out var use):
                url = url with { DataDigest = use };
                return true;
            case "header_digest" or "data_digest":
                error = $"\"{value}\" is no {name}, expected none or crc32c";
                return false;
            default:
                error = $"\"{name}\" is no argument of an iSCSI URL, expected header_digest, data_digest, target_user or target_password";
                return false;
        }
    }

    private static bool TryReadDigest(string? text, out DigestUse use)
    {
        use = string.Equals(text, "crc32c", StringComparison.OrdinalIgnoreCase) ? DigestUse.Required : DigestUse.Never;
        return use == DigestUse.Required || string.Equals(text, "none", StringComparison.OrdinalIgnoreCase);
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
