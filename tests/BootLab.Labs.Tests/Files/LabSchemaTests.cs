using System.Text.Json.Nodes;
using BootLab.Labs.Files;
using BootLab.Testing;
using NJsonSchema;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BootLab.Labs.Tests.Files;

/// <summary>The published schema, used by an independent validator.</summary>
public sealed class LabSchemaTests
{
    private static readonly Task<JsonSchema> Schema = JsonSchema.FromJsonAsync(LabSchema.ToJson());

    [Fact]
    public void The_published_schema_is_fresh() => Golden.Equal(Repository.PathTo("docs", "lab.schema.json"), LabSchema.ToJson());

    [Theory]
    [MemberData(nameof(Corpus.Sound), MemberType = typeof(Corpus))]
    public async Task Sound_labs_satisfy_the_schema(string name) => Assert.Empty(await Validate(name));

    [Theory]
    [MemberData(nameof(Corpus.ErrorsOfMeaning), MemberType = typeof(Corpus))]
    public async Task A_schema_cannot_see_mistakes_of_meaning(string name) => Assert.Empty(await Validate(name));

    [Theory]
    [MemberData(nameof(Corpus.ErrorsOfShape), MemberType = typeof(Corpus))]
    public async Task A_schema_sees_mistakes_of_shape(string name) => Assert.NotEmpty(await Validate(name));

    [Fact]
    public void Every_key_has_a_description()
    {
        var schema = JsonNode.Parse(LabSchema.ToJson())!.AsObject();
        var objects = schema["definitions"]!.AsObject().Select(definition => definition.Value!.AsObject()).Append(schema);

        Assert.All(objects.SelectMany(shape => shape["properties"]!.AsObject()), property =>
            Assert.EndsWith(".", property.Value!["description"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<string>> Validate(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Corpus.PathTo(name))));
        var json = ToJson(yaml.Documents[0].RootNode)!.ToJsonString();
        return (await Schema).Validate(json).Select(error => error.ToString());
    }

    // YAML 1.2's core schema, as editors read lab files.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject([.. map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))]),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => text.Value,
        YamlScalarNode { Value: "" or "~" or "null" } => null,
        YamlScalarNode { Value: "true" or "false" } flag => bool.Parse(flag.Value),
        YamlScalarNode { Value: ['0', 'x', .. var digits] } => Convert.ToInt64(digits, 16),
        YamlScalarNode scalar => long.TryParse(scalar.Value, out var whole) ? whole
            : double.TryParse(scalar.Value, out var number) ? number
            : scalar.Value,
        _ => throw new NotSupportedException(node.ToString()),
    };
}
