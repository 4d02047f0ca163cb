using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A mapping whose keys are names, numbers or paths of the lab's own.</summary>
internal sealed class EntriesShape<TKey, TValue>(string what, ScalarShape<TKey> key, Shape<TValue> value) : Shape<IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    public override string What => what;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not MapNode map)
        {
            context.Expected(node, this);
            return;
        }

        if (map.Entries.Count > LabContext.MostItems)
        {
            context.Report(node, $"found {map.Entries.Count} keys, expected at most {LabContext.MostItems}");
            return;
        }

        var seen = new Dictionary<TKey, ScalarNode>();
        foreach (var (name, content) in map.Entries)
        {
            if (!key.TryReadKey(name.Text, out var parsed))
            {
                context.Report(name, $"found the key {name.Quoted}, expected {key.What}");
            }
            else if (!seen.TryAdd(parsed, name))
            {
                context.Report(name, $"found the key {name.Quoted}, which is the same as {seen[parsed].Quoted} in line {seen[parsed].Place.Line}; keep one of them");
            }

            value.Check(content, context);
        }
    }

    public override IReadOnlyDictionary<TKey, TValue> Read(YamlNode node, LabContext context)
    {
        // Dictionary enumerates in the order of insertion as long as nothing is removed; OrderedDictionary promises it.
        var result = new OrderedDictionary<TKey, TValue>();
        foreach (var (name, content) in ((MapNode)node).Entries)
        {
            key.TryReadKey(name.Text, out var parsed);
            result.Add(parsed, value.Read(content, context));
        }

        return result;
    }

    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var entries = value.ToSchema(definitions);
        var schema = new JsonObject { ["type"] = "object", ["maxProperties"] = LabContext.MostItems };
        if (key.Pattern is null)
        {
            schema["additionalProperties"] = entries;
        }
        else
        {
            schema["additionalProperties"] = false;
            schema["patternProperties"] = new JsonObject { [key.Pattern] = entries };
        }

        return schema;
    }
}
