using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A mapping that is laid over another one; see <see cref="MapNode.Overlaid"/>.</summary>
internal sealed class OverridesShape<T>(MapShape<T> shape) : Shape<MapNode>
{
    public override string What => shape.What;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is MapNode map)
        {
            shape.CheckOverrides(map, context);
        }
        else
        {
            context.Expected(node, this);
        }
    }

    public override MapNode Read(YamlNode node, LabContext context) => (MapNode)node;

    public override JsonObject ToSchema(SchemaDefinitions definitions) => definitions.Reference(shape, partial: true);
}
