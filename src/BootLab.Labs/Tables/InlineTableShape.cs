using System.Text.Json.Nodes;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>The content of a table file within another file.</summary>
internal sealed class InlineTableShape : Shape<TableSpec>
{
    public static readonly InlineTableShape Instance = new();

    public override string What => TableSection.Shape.What;

    public override void Check(YamlNode node, LabContext context) => TableSection.Shape.Check(node, context);

    public override TableSpec Read(YamlNode node, LabContext context) => TableFileReader.Read(TableSection.Shape.Read(node, context), Path.Combine(context.Folder!, "table"), 0);

    public override JsonObject ToSchema(SchemaDefinitions definitions) => TableSection.Shape.ToSchema(definitions);
}
