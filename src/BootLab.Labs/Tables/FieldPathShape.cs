using System.Text.Json.Nodes;
using BootLab.Ibft.Fields;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Tables;

/// <summary>The path of a field, such as <c>nic[1].index</c>.</summary>
internal sealed class FieldPathShape : Shape<FieldPath>
{
    public static readonly FieldPathShape Instance = new();

    public override string What => "a field such as header.length, nic[1].index or target[0].name.offset";

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is ScalarNode { Kind: ScalarKind.Text } scalar)
        {
            CheckText(scalar, context);
        }
        else
        {
            context.Expected(node, this);
        }
    }

    /// <summary>Checks a path wherever it stands, as a key also.</summary>
    public void CheckText(ScalarNode node, LabContext context)
    {
        if (!FieldPath.TryParse(node.Text, out _))
        {
            context.Report(node, $"found {node.Quoted}, expected {Nearest(node.Text) ?? What}");
        }
    }

    public override FieldPath Read(YamlNode node, LabContext context) => FieldPath.Parse(((ScalarNode)node).Text);

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "string" };

    // The structure may be right and the field's name nearly so.
    private static string? Nearest(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !FieldPath.TryParse(text.AsSpan(0, dot), out var structure))
        {
            return null;
        }

        var name = text[(dot + 1)..].Split('.')[0];
        var nearest = Suggestion.Nearest(name, IbftFields.Of(structure.Area).Select(field => field.Name));
        return nearest is null || nearest == name ? null : $"a field that exists; did you mean '{structure}.{nearest}'?";
    }
}
