using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BootLab.Labs.Files.Yaml;

/// <summary>
/// Reads one YAML document into nodes with places. Anchors, aliases and tags are refused, size and depth are bounded: a file can hold no more than it says.
/// </summary>
internal sealed partial class YamlReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const int LargestFile = 1 << 20;

    private const int DeepestNesting = 32;

    private readonly IParser _parser;
    private readonly List<LabFileError> _errors;

    private YamlReader(IParser parser, List<LabFileError> errors)
    {
        _parser = parser;
        _errors = errors;
    }

    /// <summary>The document's root, or null with the reason added to <paramref name="errors"/>.</summary>
    public static YamlNode? Read(ReadOnlySpan<byte> utf8, List<LabFileError> errors)
    {
        if (utf8.Length > LargestFile)
        {
            errors.Add(new LabFileError(1, 1, $"found a file of {utf8.Length} bytes, expected at most {LargestFile}; put scripts and images into files of their own"));
            return null;
        }

        if (!TryDecode(utf8, errors, out var text))
        {
            return null;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlReader(parser, errors).ReadDocument();
        }
        catch (YamlException e)
        {
            NoYaml(MarkPrefix().Replace(e.Message, string.Empty), e.Start);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner of YamlDotNet 18.1 throws this where a flow collection is not closed.
            NoYaml("A bracket or a brace is not closed.", default);
            return null;
        }
        catch (RefusedException)
        {
            return null;
        }

        void NoYaml(string reason, Mark mark)
        {
            // Some of the parser's errors have no place: then the end of what it had understood is nearest.
            var place = PlaceOf(mark.Index > 0 || parser.Current is null ? mark : parser.Current.End);
            errors.Add(new LabFileError(place.Line, place.Column, $"found text that is no YAML ({reason.TrimEnd('.')}); check indentation, brackets, and the quotes that text with ': ' in it needs"));
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> utf8, List<LabFileError> errors, out string text)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        text = Encoding.UTF8.GetString(utf8);
        var bad = text.AsSpan().IndexOfAnyInRange('\0', '\b');
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            bad = text.IndexOf('\uFFFD', StringComparison.Ordinal);
        }

        if (bad >= 0)
        {
            var line = text.AsSpan(0, bad).Count('\n') + 1;
            errors.Add(new LabFileError(line, bad - text.LastIndexOf('\n', bad), "found bytes that are no text, expected YAML in UTF-8; save the file as UTF-8"));
        }

        return bad < 0;
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _errors.Add(new LabFileError(1, 1, "found an empty file, expected keys and values"));
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
        {
            throw Refuse(_parser.Current!.Start, "found a second YAML document, expected one; give each a file of its own");
        }

        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Refuse(_parser.Current!.Start, $"found more than {DeepestNesting} levels of nesting, expected fewer");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            throw Refuse(alias.Start, $"found the alias '*{alias.Value}', expected a value; aliases and merges are not used here, write the value out");
        }

        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            Report(anchored.Start, $"found the anchor '&{anchored.Anchor.Value}', expected a value; anchors are not used here, write the value out where it is needed");
        }

        if (_parser.Current is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            Report(tagged.Start, $"found the tag '{tagged.Tag}', expected a plain value; take the tag away");
        }

        return _parser.Current switch
        {
            MappingStart => ReadMap(depth),
            SequenceStart => ReadList(depth),
            _ => ReadScalar(_parser.Consume<Scalar>()),
        };
    }

    private ListNode ReadList(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new ListNode(PlaceOf(start.Start), items);
    }

    private MapNode ReadMap(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, Place>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not ScalarNode key)
            {
                throw Refuse(_parser.Current!.Start, "found a key that is a list or a mapping, expected a word");
            }

            var value = ReadNode(depth + 1);
            if (seen.TryAdd(key.Text, key.Place))
            {
                entries.Add(new MapEntry(key, value));
            }
            else
            {
                _errors.Add(new LabFileError(key.Place.Line, key.Place.Column, $"found the key {key.Quoted} twice, first in line {seen[key.Text].Line}; keep one of them"));
            }
        }

        return new MapNode(PlaceOf(start.Start), entries);
    }

    private static ScalarNode ReadScalar(Scalar scalar) =>
        new(PlaceOf(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain ? KindOf(scalar.Value) : ScalarKind.Text);

    private static ScalarKind KindOf(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ when Integer().IsMatch(plain) => ScalarKind.Integer,
        _ when Float().IsMatch(plain) => ScalarKind.Float,
        _ => ScalarKind.Text,
    };

    private void Report(Mark mark, string message)
    {
        var place = PlaceOf(mark);
        _errors.Add(new LabFileError(place.Line, place.Column, message));
    }

    private RefusedException Refuse(Mark mark, string message)
    {
        Report(mark, message);
        return new RefusedException();
    }

    private static Place PlaceOf(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    // YAML 1.2.2, 10.3.2.
    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^\(Line: .*?\): ")]
    private static partial Regex MarkPrefix();

    // Reading cannot go on; the reason is among the errors.
    private sealed class RefusedException : Exception;
}
