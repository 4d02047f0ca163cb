using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A value that may be written short, as a scalar, or at length.</summary>
internal sealed class ShortOrLongShape<T>(Shape<T> brief, Shape<T> full) : Shape<T>
{
    public override string What => $"{brief.What}, or {full.What}";

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is ScalarNode { Kind: ScalarKind.Null })
        {
            context.Expected(node, this);
            return;
        }

        Pick(node).Check(node, context);
    }

    public override T Read(YamlNode node, LabContext context) => Pick(node).Read(node, context);

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["anyOf"] = new JsonArray(brief.ToSchema(definitions), full.ToSchema(definitions)) };

    private Shape<T> Pick(YamlNode node) => node is ScalarNode ? brief : full;
}
