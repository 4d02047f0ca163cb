using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A list of things of one shape.</summary>
internal sealed class ListShape<T>(string what, Shape<T> item) : Shape<IReadOnlyList<T>>
{
    public override string What => what;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not ListNode list)
        {
            context.Expected(node, this);
            return;
        }

        if (list.Items.Count > LabContext.MostItems)
        {
            context.Report(node, $"found {list.Items.Count} items, expected at most {LabContext.MostItems}");
            return;
        }

        foreach (var element in list.Items)
        {
            item.Check(element, context);
        }
    }

    public override IReadOnlyList<T> Read(YamlNode node, LabContext context) => [.. ((ListNode)node).Items.Select(element => item.Read(element, context))];

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "array", ["maxItems"] = LabContext.MostItems, ["items"] = item.ToSchema(definitions) };
}
