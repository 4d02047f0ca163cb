using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A list of things of one shape, or one such thing by itself.</summary>
internal sealed class OneOrMoreShape<T>(string what, Shape<T> item) : Shape<IReadOnlyList<T>>
{
    private readonly ListShape<T> _list = new(what, item);

    public override string What => $"{item.What}, or {what}";

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is ListNode list)
        {
            _list.Check(node, context);
            if (list.Items.Count == 0)
            {
                context.Report(node, $"found an empty list, expected at least one of {item.What}");
            }
        }
        else
        {
            item.Check(node, context);
        }
    }

    public override IReadOnlyList<T> Read(YamlNode node, LabContext context) => node is ListNode ? _list.Read(node, context) : [item.Read(node, context)];

    public override JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var list = _list.ToSchema(definitions);
        list["minItems"] = 1;
        return new JsonObject { ["anyOf"] = new JsonArray(item.ToSchema(definitions), list) };
    }
}
