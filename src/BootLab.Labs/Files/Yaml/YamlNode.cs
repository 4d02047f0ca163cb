namespace BootLab.Labs.Files.Yaml;

/// <summary>A place in a file; line and column are counted from 1.</summary>
internal readonly record struct Place(int Line, int Column);

/// <summary>What a plain scalar means under the core schema of YAML 1.2; a quoted or block scalar is always text.</summary>
internal enum ScalarKind
{
    Text,
    Integer,
    Float,
    Boolean,
    Null,
}

/// <summary>A node of a lab file with the place where it starts.</summary>
internal abstract record YamlNode(Place Place)
{
    /// <summary>The node in the words of an error message.</summary>
    public abstract string Found { get; }
}

internal sealed record ScalarNode(Place Place, string Text, ScalarKind Kind) : YamlNode(Place)
{
    private const int LongestQuote = 60;

    public override string Found => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Text => Quoted,
        ScalarKind.Boolean => Text,
        _ => $"the number {Shown}",
    };

    /// <summary>The text in quotes, as a key or a name is called in a message.</summary>
    public string Quoted => $"'{Shown}'";

    // Cut to a length that fits a message, on one line.
    private string Shown
    {
        get
        {
            var cut = Text.Length <= LongestQuote ? Text : Text[..LongestQuote] + "...";
            return string.Concat(cut.Select(c => c == '\n' ? "\\n" : char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));
        }
    }
}

internal sealed record ListNode(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place)
{
    public override string Found => "a list";
}

internal sealed record MapEntry(ScalarNode Key, YamlNode Value);

internal sealed record MapNode(Place Place, IReadOnlyList<MapEntry> Entries) : YamlNode(Place)
{
    private readonly Dictionary<string, YamlNode> _values = Entries.ToDictionary(entry => entry.Key.Text, entry => entry.Value);

    public override string Found => "a mapping of keys";

    public YamlNode? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>This mapping with another laid over it: mappings are merged key by key, everything else is replaced, and a key whose value is null is taken away.</summary>
    public MapNode Overlaid(MapNode over)
    {
        var kept = Entries.Where(entry => over[entry.Key.Text] is null);
        var changed = over.Entries
            .Where(entry => entry.Value is not ScalarNode { Kind: ScalarKind.Null })
            .Select(entry => this[entry.Key.Text] is MapNode below && entry.Value is MapNode above
                ? entry with { Value = below.Overlaid(above) }
                : entry);
        return new MapNode(over.Place, [.. kept, .. changed]);
    }
}
