namespace BootLab.Rom.Ipxe.Settings;

/// <summary>All settings of a running boot program: values set by hand at the root, the NICs' blocks with their leases, and what the machine says of itself.</summary>
public sealed class SettingsTree
{
    /// <summary>The root block; its own values beat everything else.</summary>
    public SettingsBlock Root { get; } = new(string.Empty);

    /// <summary>Called with the text of each CHAP secret that is read or set.</summary>
    public Action<string>? SecretSeen { get; init; }

    /// <summary>The text of a setting as a script sees it: of its own type unless the expression names one; null when it does not exist.</summary>
    /// <param name="expression"><c>[block/]name[:type]</c>, the block with dots between its levels (<c>net0.dhcp/12:hex</c>).</param>
    public string? Text(string expression)
    {
        var (block, setting, type) = Parse(expression);
        return Shown(block, setting, type);
    }

    /// <summary>The text of a setting at the root.</summary>
    public string? Text(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return Shown(Root, setting, setting.Type);
    }

    /// <summary>The number in an integer setting at the root; 0 when it does not exist.</summary>
    public long Number(Setting setting) => SettingType.ReadInteger(Root.Fetch(setting)?.Value, setting.Type == SettingType.Int8);

    /// <summary>The type in which a value is shown: the one asked for, or the one it was stored with, or a text.</summary>
    public static SettingType TypeOf(Setting setting, SettingType? asked, SettingsBlock origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return asked ?? origin.StoredType(setting) ?? SettingType.String;
    }

    /// <summary>Splits an expression into block (null when there is no such block), setting, and type: the one named, else that of a setting which iPXE defines, else null.</summary>
    public (SettingsBlock? Block, Setting Setting, SettingType? Type) Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var slash = expression.LastIndexOf('/');
        var block = Root;
        if (slash >= 0)
        {
            foreach (var level in expression[..slash].Split('.'))
            {
                block = block?.Find(level);
            }
        }

        var name = expression[(slash + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var setting = Setting.Find(colon < 0 ? name : name[..colon]);
        var named = colon < 0 ? null : SettingType.Find(name[(colon + 1)..]);
        return (block, setting, named ?? (setting.IsDefined ? setting.Type : null));
    }

    /// <summary>
    /// Replaces every <c>${...}</c>, innermost first, until none is left; what does not exist becomes nothing. Values are expanded again, as the real program does.
    /// </summary>
    /// <exception cref="BootHangException">The expansion does not end: a value refers to itself.</exception>
    public string Expand(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var rounds = 0; rounds < 1000 && text.Length < 0x10000; rounds++)
        {
            var first = text.IndexOf("${", StringComparison.Ordinal);
            var tail = first < 0 ? -1 : text.IndexOf('}', first);
            if (tail < 0)
            {
                return text;
            }

            var head = text.LastIndexOf("${", tail, StringComparison.Ordinal);
            text = text[..head] + Text(text[(head + 2)..tail]) + text[(tail + 1)..];
        }

        throw new BootHangException("a setting refers to itself: its expansion never ends");
    }

    /// <summary>Says that a text is the value of a setting, so that secrets are known wherever they are shown.</summary>
    public string Noted(Setting setting, string text)
    {
        ArgumentNullException.ThrowIfNull(setting);
        if (setting.Tag == Setting.Password.Tag || setting.Tag == Setting.ReversePassword.Tag)
        {
            SecretSeen?.Invoke(text);
        }

        return text;
    }

    private string? Shown(SettingsBlock? block, Setting setting, SettingType? type) =>
        block?.Fetch(setting) is { } found ? Noted(setting, TypeOf(setting, type, found.Origin).Format(found.Value)) : null;
}
