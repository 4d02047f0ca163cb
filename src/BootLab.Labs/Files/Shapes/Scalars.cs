using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Single values that are not about networks: words, texts, numbers, choices.</summary>
internal static partial class Scalars
{
    /// <summary>The kinds a text may be written as: plain or quoted, but not what YAML takes for a number, a boolean or nothing.</summary>
    public static readonly IReadOnlyList<ScalarKind> TextOnly = [ScalarKind.Text];

    private static readonly ScalarKind[] IntegerOnly = [ScalarKind.Integer];

    /// <summary>A name that other parts of the lab refer to.</summary>
    public static readonly ScalarShape<string> Name = Matching("a name of letters, digits, '.', '_' and '-'", NamePattern());

    /// <summary>Any text.</summary>
    public static readonly ScalarShape<string> Text = new("text", TextOnly, Any);

    /// <summary>Text on one line.</summary>
    public static readonly ScalarShape<string> Line = Matching("a line of text", LinePattern());

    /// <summary>The value of a setting: text, or a number or boolean taken as it is written.</summary>
    public static readonly ScalarShape<string> SettingValue = new("a value", [ScalarKind.Text, ScalarKind.Integer, ScalarKind.Float, ScalarKind.Boolean], Any);

    /// <summary>The name of a boot program's setting, with the block in front where there is one.</summary>
    public static readonly ScalarShape<string> SettingName = Matching("the name of a setting such as initiator-iqn or net1/gateway", SettingPattern());

    public static readonly ScalarShape<bool> Boolean = new("true or false", [ScalarKind.Boolean], bool.TryParse);

    public static readonly ScalarShape<Guid> Uuid = new("a UUID such as 01020304-0506-0708-090a-0b0c0d0e0f10", TextOnly, TryParseUuid, Pattern(UuidPattern()));

    /// <summary>A span of time.</summary>
    public static readonly ScalarShape<TimeSpan> Duration = new("a time such as 0s, 200ms, 4s or 2min", TextOnly, TryParseDuration, Pattern(DurationPattern()));

    /// <summary>A size in bytes that is a whole number of 512-byte blocks.</summary>
    public static readonly ScalarShape<long> DiskSize = new("a size such as 512KiB, 64MiB or 2TiB", TextOnly, TryParseSize, Pattern(SizePattern()));

    public static readonly ScalarShape<byte[]> HexBytes = new("bytes such as \"hex:fa f4 eb fc\"", TextOnly, TryParseHex, Pattern(HexPattern()));

    public static readonly ScalarShape<string> Sha256 = Matching("a SHA-256 sum of 64 lower-case hexadecimal digits", Sha256Pattern());

    /// <summary>Three bytes as six hexadecimal digits.</summary>
    public static readonly ScalarShape<byte[]> IsidTail = new(
        "six hexadecimal digits such as \"000840\"", [ScalarKind.Text, ScalarKind.Integer], TryParseIsidTail, Pattern(IsidPattern()));

    /// <summary>A LUN as EDK2's setup page takes it.</summary>
    public static readonly ScalarShape<string> LunText = new(
        "a LUN of one to four hexadecimal groups with dashes between them, such as 1 or 4752-3A4F-6b7e-2F99", [ScalarKind.Text, ScalarKind.Integer], TryParseLunText, Pattern(LunPattern()));

    /// <summary>A whole number, decimal or 0x hexadecimal.</summary>
    public static ScalarShape<long> Whole(string what, long min, long max) => new(
        $"{what} from {min} to {max}",
        IntegerOnly,
        (string text, out long value) => TryParseWhole(text, out value) && value >= min && value <= max,
        new JsonObject { ["minimum"] = min, ["maximum"] = max });

    /// <summary>A number used as a key.</summary>
    public static ScalarShape<ushort> NumberKey(string what) => new(
        what, IntegerOnly, (string text, out ushort value) => ushort.TryParse(text, NumberStyles.None, null, out value), Pattern(DigitsPattern()));

    /// <summary>One of the values of an enumeration, written in kebab case.</summary>
    public static ScalarShape<T> Choice<T>(string what)
        where T : struct, Enum
    {
        var byName = Enum.GetValues<T>().ToDictionary(value => KebabCase(value.ToString()));
        return Choice(what, byName);
    }

    /// <summary>One of some named values.</summary>
    public static ScalarShape<T> Choice<T>(string what, IReadOnlyDictionary<string, T> byName) => new(
        $"{what}: {string.Join(", ", byName.Keys)}",
        TextOnly,
        (string text, out T value) => byName.TryGetValue(text, out value!),
        new JsonObject { ["enum"] = new JsonArray([.. byName.Keys.Select(name => JsonValue.Create(name))]) });

    /// <summary>A text of a form.</summary>
    public static ScalarShape<string> Matching(string what, Regex form) => new(
        what,
        TextOnly,
        (string text, out string value) =>
        {
            value = text;
            return form.IsMatch(text);
        },
        Pattern(form));

    /// <summary>The part of a schema that says what a text looks like. JSON Schema's expressions know no \z.</summary>
    public static JsonObject Pattern(Regex form) => new() { ["pattern"] = form.ToString().Replace(@"\z", "$", StringComparison.Ordinal) };

    public static bool TryParseWhole(string text, out long value) => text.StartsWith("0x", StringComparison.Ordinal)
        ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out value)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, null, out value);

    public static bool TryParseHex(string text, out byte[] value)
    {
        value = [];
        if (!HexPattern().IsMatch(text))
        {
            return false;
        }

        value = Convert.FromHexString(text[4..].Replace(" ", string.Empty, StringComparison.Ordinal));
        return true;
    }

    /// <summary>The name of an enumeration's value as files write it.</summary>
    public static string KebabCase(string name) => CapitalPattern().Replace(name, "-$0").ToLowerInvariant();

    private static bool Any(string text, out string value)
    {
        value = text;
        return true;
    }

    private static bool TryParseUuid(string text, out Guid value) => Guid.TryParseExact(text, "D", out value);

    private static bool TryParseDuration(string text, out TimeSpan value)
    {
        var match = DurationPattern().Match(text);
        var milliseconds = match.Groups[2].Value switch { "ms" => 1, "s" => 1000, _ => 60_000 };
        value = match.Success ? TimeSpan.FromMilliseconds(int.Parse(match.Groups[1].Value) * (long)milliseconds) : default;
        return match.Success;
    }

    private static bool TryParseSize(string text, out long value)
    {
        var match = SizePattern().Match(text);
        var shift = match.Groups[2].Value switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, _ => 40 };
        value = match.Success ? long.Parse(match.Groups[1].Value) << shift : 0;
        return match.Success && value % 512 == 0;
    }

    private static bool TryParseIsidTail(string text, out byte[] value)
    {
        value = IsidPattern().IsMatch(text) ? Convert.FromHexString(text) : [];
        return value.Length > 0;
    }

    private static bool TryParseLunText(string text, out string value)
    {
        value = text;
        return LunPattern().IsMatch(text);
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[^\u0000-\u001f\u007f]+\z")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(:[a-z0-9]+)?\z")]
    private static partial Regex SettingPattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z")]
    private static partial Regex UuidPattern();

    [GeneratedRegex(@"^([0-9]{1,7})(ms|s|min)\z")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"^([1-9][0-9]{0,5})(KiB|MiB|GiB|TiB)\z")]
    private static partial Regex SizePattern();

    [GeneratedRegex(@"^hex:( *[0-9a-fA-F]{2})* *\z")]
    private static partial Regex HexPattern();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Sha256Pattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{6}\z")]
    private static partial Regex IsidPattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{1,4}(-[0-9a-fA-F]{1,4}){0,3}\z")]
    private static partial Regex LunPattern();

    [GeneratedRegex(@"^[0-9]+\z")]
    private static partial Regex DigitsPattern();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex CapitalPattern();
}
