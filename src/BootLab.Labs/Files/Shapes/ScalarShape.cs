using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Reads the text of a scalar; false when it is not of the form.</summary>
internal delegate bool ScalarParser<T>(string text, out T value);

/// <summary>A single value.</summary>
/// <param name="what">The value in words.</param>
/// <param name="kinds">Which kinds of scalar it may be written as.</param>
/// <param name="parse">Its form.</param>
/// <param name="schema">What a schema can say of it beyond the type: pattern, enum, minimum, maximum.</param>
internal sealed class ScalarShape<T>(string what, IReadOnlyList<ScalarKind> kinds, ScalarParser<T> parse, JsonObject? schema = null) : Shape<T>
{
    public override string What => what;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not ScalarNode scalar || !TryRead(scalar, out _))
        {
            var quotes = node is ScalarNode { Kind: not (ScalarKind.Text or ScalarKind.Null) } other && !kinds.Contains(other.Kind) && parse(other.Text, out _)
                ? $"; write \"{other.Text}\" in quotes"
                : node is ScalarNode { Kind: ScalarKind.Text } text && !kinds.Contains(ScalarKind.Text) && parse(text.Text, out _)
                ? $"; write {text.Text} without quotes"
                : string.Empty;
            context.Report(node, $"found {node.Found}, expected {what}{quotes}");
        }
    }

    public bool TryRead(ScalarNode scalar, out T value)
    {
        value = default!;
        return kinds.Contains(scalar.Kind) && parse(scalar.Text, out value);
    }

    public override T Read(YamlNode node, LabContext context)
    {
        TryRead((ScalarNode)node, out var value);
        return value;
    }

    /// <summary>Reads a key of a mapping, for which quotes make no difference.</summary>
    public bool TryReadKey(string key, out T value) => parse(key, out value);

    /// <summary>The pattern that keys of this form match, or null.</summary>
    public string? Pattern => schema?["pattern"]?.GetValue<string>();

    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var types = kinds.Select(SchemaType).Distinct().ToArray();
        var result = new JsonObject { ["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types.Select(type => JsonValue.Create(type))]) };
        foreach (var (name, value) in schema ?? [])
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static string SchemaType(ScalarKind kind) => kind switch
    {
        ScalarKind.Integer => "integer",
        ScalarKind.Float => "number",
        ScalarKind.Boolean => "boolean",
        ScalarKind.Null => "null",
        _ => "string",
    };
}
