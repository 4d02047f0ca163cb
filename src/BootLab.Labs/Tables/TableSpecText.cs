using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BootLab.Ibft;
using BootLab.Ibft.Fields;

namespace BootLab.Labs.Tables;

/// <summary>Writes descriptions of tables as table files.</summary>
public static partial class TableSpecText
{
    /// <summary>A table file that builds these bytes: a table of 66 to 65,535 bytes, whatever they say.</summary>
    public static string Of(ReadOnlySpan<byte> table) => Of(TableSpec.Of(table));

    /// <summary>The table file of a description.</summary>
    public static string Of(TableSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var text = new StringBuilder();
        WriteLayout(text, spec.Layout);
        if (spec.Size is { } size)
        {
            text.Append($"size: {size}\n");
        }

        if (spec.Checksum.Kind != ChecksumKind.Auto)
        {
            text.Append(spec.Checksum.Kind == ChecksumKind.Keep ? "checksum: keep\n" : $"checksum: 0x{spec.Checksum.Value:x2}\n");
        }

        WriteStructure(text, "header:\n", "  ", spec.Header, []);
        WriteStructure(text, "control:\n", "  ", spec.Control, ControlLines(spec));
        if (spec.Initiator is { } initiator)
        {
            WriteStructure(text, "initiator:\n", "  ", initiator, [], evenIfEmpty: true);
        }

        WriteList(text, "nics", spec.Nics);
        WriteList(text, "targets", spec.Targets);
        WriteEdits(text, "slack", spec.Slack);
        WriteEdits(text, "corrupt", spec.Corruptions);
        return text.ToString();
    }

    /// <summary>A text as a YAML scalar that is read as text.</summary>
    internal static string Quoted(string text)
    {
        if (Plain().IsMatch(text))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or (>= '\x7f' and <= '\xa0') => $"\\x{(int)c:x2}",
                '\u2028' or '\u2029' or '\ufeff' or (>= '\ufffe' and <= '\uffff') => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static void WriteLayout(StringBuilder text, LayoutChoice choice)
    {
        if (choice.Name is { } name)
        {
            text.Append($"layout: {name}\n");
            return;
        }

        var layout = choice.Profile.Layout;
        text.Append($"layout:\n  like: {choice.Profile.Id}\n");
        foreach (var (key, value) in LayoutShapes.Values(layout))
        {
            text.Append($"  {key}: {value}\n");
        }
    }

    private static IEnumerable<string> ControlLines(TableSpec spec)
    {
        if (spec.Pairs > 0)
        {
            yield return $"pairs: {spec.Pairs}";
        }

        if (spec.Expansion is { } expansion)
        {
            yield return $"expansion: [{string.Join(", ", expansion.Select(offset => $"0x{offset:x}"))}]";
        }
    }

    private static void WriteList(StringBuilder text, string key, ImmutableList<StructureSpec> structures)
    {
        if (structures.Count == 0)
        {
            return;
        }

        text.Append($"{key}:\n");
        foreach (var structure in structures)
        {
            WriteStructure(text, "", "    ", structure, [], evenIfEmpty: true, first: "  - ");
        }
    }

    private static void WriteStructure(StringBuilder text, string heading, string indent, StructureSpec structure, IEnumerable<string> before, bool evenIfEmpty = false, string? first = null)
    {
        var lines = before.ToList();
        if (structure.At is { } at)
        {
            lines.Add($"at: 0x{at:x}");
        }

        foreach (var field in IbftFields.Of(structure.Area))
        {
            if (structure.Values.GetValueOrDefault(field.Name) is { } value)
            {
                lines.Add($"{field.Name}: {Value(field, value)}");
            }
        }

        if (lines.Count == 0)
        {
            text.Append(!evenIfEmpty ? "" : first is null ? heading.Replace(":\n", ": {}\n", StringComparison.Ordinal) : $"{first}{{}}\n");
            return;
        }

        text.Append(heading);
        foreach (var (number, line) in lines.Index())
        {
            text.Append(number == 0 && first is not null ? first : indent).Append(line).Append('\n');
        }
    }

    private static string Value(IbftField field, FieldValue value) => value switch
    {
        PlainValue plain => field.Kind is FieldKind.Address or FieldKind.Mac or FieldKind.Bdf or FieldKind.Characters or FieldKind.Bytes
            ? Quoted(FieldText.Format(plain.Bytes, field.Kind))
            : FieldText.Format(plain.Bytes, field.Kind),
        StringValue text => Value(text),
        _ => throw new InvalidOperationException(value.ToString()),
    };

    private static string Value(StringValue text)
    {
        var shown = Shown(text.Text);
        if (text is { Offset: null, Length: null } && shown is not null)
        {
            return shown;
        }

        var parts = new List<string> { shown is null ? $"bytes: {Hex(text.Text)}" : $"text: {shown}" };
        if (text.Length is { } length)
        {
            parts.Add($"length: {length}");
        }

        if (text.Offset is { } offset)
        {
            parts.Add($"offset: 0x{offset:x}");
        }

        return $"{{{string.Join(", ", parts)}}}";
    }

    // Null when the bytes are no text that a reader would recognise.
    private static string? Shown(byte[] bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.EnumerateRunes().All(rune => !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.Format or UnicodeCategory.PrivateUse))
            ? Quoted(text)
            : null;
    }

    private static string Hex(byte[] bytes) => $"\"{HexBytes.Format(bytes)}\"";

    private static void WriteEdits(StringBuilder text, string key, IReadOnlyList<TableEdit> edits)
    {
        if (edits.Count == 0)
        {
            return;
        }

        text.Append($"{key}:\n");
        foreach (var edit in edits)
        {
            text.Append(edit switch
            {
                BytesEdit bytes => $"  - {{offset: 0x{bytes.Offset:x}, bytes: {Hex(bytes.Bytes)}}}\n",
                ResizeEdit resize => $"  - resize: {resize.Size}\n",
                FieldEdit { Bytes: { } over } field => $"  - {{field: \"{field.Field}\", bytes: {Hex(over)}}}\n",
                FieldEdit field => $"  - {{field: \"{field.Field}\", value: {Quoted(field.Value!)}}}\n",
                _ => throw new InvalidOperationException(edit.ToString()),
            });
        }
    }

    // What needs no quotes anywhere, also between braces: nothing that could be a number, a boolean, null, a time or an address in some version of YAML.
    [GeneratedRegex(@"^(?!(?i:true|false|yes|no|on|off|null|y|n)\z)[A-Za-z][A-Za-z0-9._/-]*(:[A-Za-z0-9._/-]+)*\z|^[0-9]{1,3}(\.[0-9]{1,3}){3}\z")]
    private static partial Regex Plain();
}
