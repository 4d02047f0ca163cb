using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;
using BootLab.Machine;

namespace BootLab.Labs.Files.Shapes;

/// <summary>A file beside the lab that holds an install record, such as <c>bootlab run --install</c> writes.</summary>
internal sealed class RecordFileShape : Shape<InstallRecord>
{
    public static readonly RecordFileShape Instance = new();

    private readonly FileShape _file = new("a file with an install record");

    public override string What => _file.What;

    public override void Check(YamlNode node, LabContext context)
    {
        var before = context.ErrorCount;
        _file.Check(node, context);
        if (context.ErrorCount != before)
        {
            return;
        }

        try
        {
            Read(node, context);
        }
        catch (LabFileException wrong)
        {
            var first = wrong.Errors[0];
            context.Report(node, $"found {node.Found} with a mistake in line {first.Line}, column {first.Column}: {first.Message}");
        }
    }

    public override InstallRecord Read(YamlNode node, LabContext context) => InstallRecordFile.Load(_file.Read(node, context));

    public override JsonObject ToSchema(SchemaDefinitions definitions) => _file.ToSchema(definitions);
}
