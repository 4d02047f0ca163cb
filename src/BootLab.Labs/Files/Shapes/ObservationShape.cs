using System.Text.Json;
using System.Text.Json.Nodes;
using BootLab.Labs.Files.Yaml;
using BootLab.Report.Accounts;

namespace BootLab.Labs.Files.Shapes;

/// <summary>What <c>bootlab vm run --image</c> saw, as its own document has it.</summary>
internal sealed class ObservationShape : Shape<Observation>
{
    public static readonly ObservationShape Instance = new();

    public override string What => "what bootlab vm run --image saw";

    public override void Check(YamlNode node, LabContext context)
    {
        try
        {
            Read(node, context);
        }
        catch (ObservationFormatException wrong)
        {
            context.Report(node, wrong.Message);
        }
    }

    public override Observation Read(YamlNode node, LabContext context) => ObservationJson.Read(JsonSerializer.SerializeToElement(ToJson(node)));

    public override JsonObject ToSchema(SchemaDefinitions definitions) => new() { ["type"] = "object" };

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        MapNode map => new JsonObject([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, ToJson(entry.Value)))]),
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Boolean } flag => bool.Parse(flag.Text),
        ScalarNode { Kind: ScalarKind.Integer } whole when long.TryParse(whole.Text, out var number) => number,
        ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number when double.TryParse(number.Text, System.Globalization.CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
        var text => ((ScalarNode)text).Text,
    };
}
