using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;

namespace BootLab.Labs.Files.Shapes;

/// <summary>Options by name or code. The type of each value follows from its option.</summary>
internal sealed class DhcpOptionsShape : Shape<IReadOnlyList<KeyValuePair<DhcpOptionCode, byte[]>>>
{
    private const string KeyPattern = @"^([0-9]{1,3}(\.[0-9]{1,3})?|[a-z-]+)$";

    public override string What => "a mapping of option names or codes such as 17, 175.8 or root-path to values";

    public override void Check(YamlNode node, LabContext context)
    {
        if (node is not MapNode map)
        {
            context.Expected(node, this);
            return;
        }

        foreach (var (key, value) in map.Entries.TakeWhile(_ => !context.IsFull))
        {
            if (!DhcpOptions.TryParse(key.Text, out var code))
            {
                var nearest = Suggestion.Nearest(key.Text, DhcpOptions.Named.Select(option => option.Name));
                var mend = nearest is null ? string.Empty : $"; did you mean '{nearest}'?";
                context.Report(key, $"found the option {key.Quoted}, expected a name, or a code from 1 to 254 (52 and 53 are the server's own), or 43.x or 175.x{mend}");
                continue;
            }

            new DhcpOptionShape(code).Check(value, context);
        }
    }

    public override IReadOnlyList<KeyValuePair<DhcpOptionCode, byte[]>> Read(YamlNode node, LabContext context) =>
        [.. ((MapNode)node).Entries.Select(entry => KeyValuePair.Create(CodeOf(entry.Key), new DhcpOptionShape(CodeOf(entry.Key)).Read(entry.Value, context)))];

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["patternProperties"] = new JsonObject { [KeyPattern] = new JsonObject { ["type"] = new JsonArray("string", "integer", "boolean", "array") } },
    };

    private static DhcpOptionCode CodeOf(ScalarNode key) => DhcpOptions.TryParse(key.Text, out var code) ? code : default;
}
