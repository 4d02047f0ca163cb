using System.Text.Json.Nodes;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A shape that stands once among the schema's definitions and is referred to elsewhere.</summary>
internal interface ISchemaDefinition
{
    /// <summary>The name under <c>definitions</c>.</summary>
    string DefinitionName { get; }

    /// <summary>The definition itself; a partial one requires no key.</summary>
    JsonObject ToDefinition(SchemaDefinitions definitions, bool partial);
}

/// <summary>Collects the definitions of a JSON Schema (draft-07) while it is written.</summary>
internal sealed class SchemaDefinitions
{
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    /// <summary>A reference to a shape; its definition is made on the first use.</summary>
    public JsonObject Reference(ISchemaDefinition shape, bool partial = false)
    {
        var name = partial ? shape.DefinitionName + "-overrides" : shape.DefinitionName;
        if (_definitions.TryAdd(name, []))
        {
            _definitions[name] = shape.ToDefinition(this, partial);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    /// <summary>A schema with a description. Beside <c>$ref</c> draft-07 ignores every other key, so a reference is wrapped.</summary>
    public static JsonObject Described(JsonObject schema, string description) => schema.ContainsKey("$ref")
        ? new JsonObject { ["description"] = description, ["allOf"] = new JsonArray(schema) }
        : new JsonObject([new("description", description), .. schema.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))]);

    public JsonObject ToJson() => new([.. _definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
}
