using System.Text.Json.Nodes;
using BootLab.Ibft;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>The bytes of a table that can be read: <c>hex:</c> with the bytes, or a file with them.</summary>
internal sealed class TableBytesShape : Shape<ReadOnlyMemory<byte>>
{
    public static readonly TableBytesShape Instance = new();

    private readonly FileShape _file = new("a file with a table's bytes, or the bytes such as \"hex:69 42 46 54\"");

    public override string What => _file.What;

    public override void Check(YamlNode node, LabContext context)
    {
        var before = context.ErrorCount;
        if (!IsHex(node))
        {
            _file.Check(node, context);
        }

        if (context.ErrorCount != before)
        {
            return;
        }

        try
        {
            if (!IbftReader.TryRead(Read(node, context).Span, out _, out var error))
            {
                context.Report(node, $"found bytes that are no table, expected an iBFT: {error}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Report(node, $"found {node.Found}, which cannot be read ({e.Message}), expected a file with a table's bytes");
        }
    }

    public override ReadOnlyMemory<byte> Read(YamlNode node, LabContext context)
    {
        Scalars.HexBytes.TryRead((ScalarNode)node, out var bytes);
        return IsHex(node) ? bytes : BoundedFile.Read(_file.Read(node, context), ushort.MaxValue);
    }

    public override JsonObject ToSchema(SchemaDefinitions definitions) => _file.ToSchema(definitions);

    private static bool IsHex(YamlNode node) => node is ScalarNode scalar && Scalars.HexBytes.TryRead(scalar, out _);
}
