using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A file beside the lab that must exist; read as its full path.</summary>
internal sealed class FileShape(string what) : Shape<string>
{
    private readonly ScalarShape<string> _path = Scalars.Line;

    public override string What => what;

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not ScalarNode scalar || !_path.TryRead(scalar, out _))
        {
            context.Expected(node, this);
        }
        else if (context.Folder is null)
        {
            context.Report(node, $"found {node.Found}, expected no file's name: what comes from others stands alone");
        }
        else if (!File.Exists(Read(node, context)))
        {
            context.Report(node, $"found {node.Found}, expected {what}; there is no such file in {context.Folder}");
        }
    }

    public override string Read(YamlNode node, LabContext context) => Path.GetFullPath(((ScalarNode)node).Text, context.Folder!);

    public override JsonObject ToSchema(SchemaDefinitions definitions) => _path.ToSchema(definitions);
}

/// <summary>The content of a file: a path beside the lab, or, when it has several lines, the text itself.</summary>
internal sealed class ContentShape : Shape<ContentSpec>
{
    public static readonly ContentShape Instance = new();

    private readonly FileShape _file = new("a file beside the lab, or its text as a block (|)");

    public override string What => _file.What;

    public override void Check(YamlNode node, LabContext context)
    {
        if (!IsText(node))
        {
            _file.Check(node, context);
        }
    }

    public override ContentSpec Read(YamlNode node, LabContext context) => IsText(node)
        ? ContentSpec.FromText(((ScalarNode)node).Text)
        : ContentSpec.FromFile(_file.Read(node, context));

    public override JsonObject ToSchema(SchemaDefinitions definitions) => Scalars.Text.ToSchema(definitions);

    private static bool IsText(YamlNode node) => node is ScalarNode { Kind: ScalarKind.Text } scalar && scalar.Text.Contains('\n', StringComparison.Ordinal);
}
