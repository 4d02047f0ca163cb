using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A mapping that is read when others have been laid over one another (<see cref="MapNode.Overlaid"/>). In the file itself any key may be missing, and null takes the whole away.</summary>
internal sealed class OverlaidShape<T>(MapShape<T> shape) : Shape<T>
{
    public override string What => shape.What;

    public override void Check(YamlNode node, LabContext context) => shape.Check(node, context);

    public override T Read(YamlNode node, LabContext context) => shape.Read(node, context);

    public override JsonObject ToSchema(SchemaDefinitions definitions) =>
        new() { ["anyOf"] = new JsonArray(definitions.Reference(shape, partial: true), new JsonObject { ["type"] = "null" }) };
}
