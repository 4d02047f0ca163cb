using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A key of a mapping.</summary>
internal abstract record Key(string Name, string Description, bool Required)
{
    public abstract Shape Shape { get; }
}

/// <summary>A key whose value is a <typeparamref name="T"/>.</summary>
internal sealed record Key<T>(string Name, Shape<T> Value, string Description, bool Required = false) : Key(Name, Description, Required)
{
    public override Shape Shape => Value;
}

/// <summary>A mapping with given keys; every other key is an error.</summary>
/// <param name="name">One word for messages and for the schema's definitions.</param>
/// <param name="description">What it describes.</param>
/// <param name="keys">The keys, in the order of the documentation.</param>
/// <param name="read">Makes the value.</param>
/// <param name="rules">Reports what concerns several keys together; runs only when each key by itself is in order.</param>
internal sealed class MapShape<T>(string name, string description, IReadOnlyList<Key> keys, Func<MapReader, T> read, Action<MapReader>? rules = null)
    : Shape<T>, ISchemaDefinition
{
    public override string What => $"{Article} {name} with the keys {string.Join(", ", keys.Select(key => key.Name))}";

    public string DefinitionName => name.Replace(' ', '-');

    private string Article => "aeiou".Contains(name[0], StringComparison.Ordinal) ? "an" : "a";

    /// <summary>The names of the keys, in the order of the documentation.</summary>
    public IReadOnlyList<string> KeyNames { get; } = [.. keys.Select(key => key.Name)];

    /// <summary>The key of a name, or null.</summary>
    public Key? KeyOf(string text) => keys.FirstOrDefault(key => key.Name == text);

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not MapNode map)
        {
            context.Expected(node, this);
            return;
        }

        var sound = CheckValues(map, context, nullTakesAway: false);
        foreach (var missing in keys.Where(key => key.Required && map[key.Name] is null))
        {
            context.Report(node, $"found {Article} {name} without '{missing.Name}', expected {missing.Shape.What}; add '{missing.Name}:'");
            sound = false;
        }

        if (sound)
        {
            rules?.Invoke(new MapReader(map, context));
        }
    }

    /// <summary>Checks a mapping that will be laid over another of this shape: no key is required, and null takes a key away that is not required.</summary>
    public void CheckOverrides(MapNode map, LabContext context) => CheckValues(map, context, nullTakesAway: true);

    public override T Read(YamlNode node, LabContext context) => read(new MapReader((MapNode)node, context));

    public override JsonObject ToSchema(SchemaDefinitions definitions) => definitions.Reference(this);

    public JsonObject ToDefinition(SchemaDefinitions definitions, bool partial)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var value = key.Shape.ToSchema(definitions);
            properties[key.Name] = SchemaDefinitions.Described(
                partial && !key.Required ? new JsonObject { ["anyOf"] = new JsonArray(value, new JsonObject { ["type"] = "null" }) } : value,
                key.Description);
        }

        var result = new JsonObject { ["type"] = "object", ["description"] = description, ["additionalProperties"] = false, ["properties"] = properties };
        var required = keys.Where(key => key.Required && !partial).Select(key => JsonValue.Create(key.Name)).ToArray();
        if (required.Length > 0)
        {
            result["required"] = new JsonArray([.. required]);
        }

        return result;
    }

    private bool CheckValues(MapNode map, LabContext context, bool nullTakesAway)
    {
        var before = context.ErrorCount;
        foreach (var (key, value) in map.Entries.TakeWhile(_ => !context.IsFull))
        {
            var known = KeyOf(key.Text);
            if (known is null)
            {
                context.Report(key, $"found the unknown key {key.Quoted} in {Article} {name}, expected {Suggestion.For(key.Text, keys.Select(known => known.Name))}");
            }
            else if (!nullTakesAway || known.Required || value is not ScalarNode { Kind: ScalarKind.Null })
            {
                known.Shape.Check(value, context);
            }
        }

        return context.ErrorCount == before;
    }
}

/// <summary>A mapping that has been checked, read by its keys.</summary>
internal readonly record struct MapReader(MapNode Map, LabContext Context)
{
    public bool Has(Key key) => Map[key.Name] is not null;

    /// <summary>The node under a key; the mapping itself when the key is absent, so that a message always has a place.</summary>
    public YamlNode NodeOf(Key key) => Map[key.Name] ?? Map;

    /// <summary>The value of a key that is required or was asked for with <see cref="Has"/>.</summary>
    public T Get<T>(Key<T> key) => key.Value.Read(NodeOf(key), Context);

    public T Get<T>(Key<T> key, T otherwise) => Has(key) ? Get(key) : otherwise;

    /// <summary>The value of a key, null when it is absent.</summary>
    public T? Find<T>(Key<T> key)
        where T : class => Has(key) ? Get(key) : null;

    /// <summary>The value of a key, null when it is absent.</summary>
    public T? FindValue<T>(Key<T> key)
        where T : struct => Has(key) ? Get(key) : null;

    public void Report(Key key, string message) => Context.Report(NodeOf(key), message);
}
