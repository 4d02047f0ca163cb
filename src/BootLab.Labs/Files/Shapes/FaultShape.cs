using System.Text.Json.Nodes;
using BootLab.Iscsi.Target;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A fault of a target, such as <c>read:3=busy</c>.</summary>
internal sealed class FaultShape : Shape<string>
{
    public static readonly FaultShape Instance = new();

    private readonly ScalarShape<string> _text = Scalars.Matching("a fault such as \"read:3=busy\"", new(@"^[a-z-]+(:\d+(-\d*)?)?=[a-z-]+(:[0-9a-zA-Z.]+)?\z"));

    public override string What => _text.What;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not ScalarNode scalar || !_text.TryRead(scalar, out var text))
        {
            context.Expected(node, this);
        }
        else if (!TargetFault.TryParse(text, out _, out var error))
        {
            context.Report(node, error);
        }
    }

    public override string Read(YamlNode node, LabContext context) => ((ScalarNode)node).Text;

    public override JsonObject ToSchema(SchemaDefinitions definitions) => _text.ToSchema(definitions);
}
