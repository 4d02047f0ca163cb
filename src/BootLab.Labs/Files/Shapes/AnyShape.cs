using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Whatever stands there; read as its node.</summary>
internal sealed class AnyShape : Shape<YamlNode>
{
    public static readonly AnyShape Instance = new();

    public override string What => "anything";

    public override void Check(YamlNode node, LabContext context)
    {
    }

    public override YamlNode Read(YamlNode node, LabContext context) => node;

    public override JsonObject ToSchema(SchemaDefinitions definitions) => [];
}
