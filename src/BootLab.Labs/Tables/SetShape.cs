using System.Text.Json.Nodes;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>A field of a description and its new value; null takes it away.</summary>
internal sealed record FieldSetting(Place Place, FieldPath Field, string? Value);

/// <summary><c>set</c>: a mapping of field paths to values. Whether a value fits is seen when it is laid over the base.</summary>
internal sealed class SetShape : Shape<IReadOnlyList<FieldSetting>>
{
    public override string What => "a mapping of fields such as nic[1].index to values";

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not MapNode map)
        {
            context.Expected(node, this);
            return;
        }

        foreach (var (key, value) in map.Entries)
        {
            FieldPathShape.Instance.CheckText(key, context);
            if (value is not ScalarNode)
            {
                context.Report(value, $"found {value.Found}, expected a value, or null to take the field or structure away");
            }
        }
    }

    public override IReadOnlyList<FieldSetting> Read(YamlNode node, LabContext context) =>
        [.. ((MapNode)node).Entries.Select(entry => new FieldSetting(entry.Key.Place, FieldPath.Parse(entry.Key.Text), entry.Value is ScalarNode { Kind: not ScalarKind.Null } value ? value.Text : null))];

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "integer", "null") },
    };
}
