using System.Text.Json.Nodes;
using BootLab.Labs.Tables;
using BootLab.Testing;
using NJsonSchema;
using Xunit;

namespace BootLab.Labs.Tests.Tables;

public sealed class TableSchemaTests
{
    private static readonly JsonObject s_schema = JsonNode.Parse(TableSchema.ToJson())!.AsObject();

    [Fact]
    public void The_published_schema_is_fresh() => Golden.Equal(Repository.PathTo("docs", "table.schema.json"), TableSchema.ToJson());

    [Theory]
    [InlineData("""{"layout": "ipxe", "nics": [{"ip_address": "10.9.0.2", "index": 5, "host_name": {"text": "a", "offset": 512}}]}""", true)]
    [InlineData("""{"base": "two.yaml", "set": {"nic[1].index": 0, "nic[1]": null}, "corrupt": [{"resize": 400}]}""", true)]
    [InlineData("""{"layout": {"like": "edk2", "length": "exact"}, "checksum": 18}""", true)]
    [InlineData("""{"layout": "nobody"}""", false)]
    [InlineData("""{"layout": "ipxe", "nics": [{"ip_adress": "10.9.0.2"}]}""", false)]
    [InlineData("""{"layout": "ipxe", "size": 65536}""", false)]
    public async Task An_editor_sees_mistakes_of_shape(string json, bool isSound)
    {
        var schema = await JsonSchema.FromJsonAsync(TableSchema.ToJson(), TestContext.Current.CancellationToken);

        Assert.Equal(isSound, schema.Validate(json).Count == 0);
    }

    [Fact]
    public void The_document_names_every_key()
    {
        var document = File.ReadAllText(Repository.PathTo("docs", "table-file.md"));
        var objects = s_schema["definitions"]!.AsObject().Select(definition => definition.Value!.AsObject()).Append(s_schema);

        Assert.All(objects.SelectMany(shape => shape["properties"]!.AsObject()).Select(property => property.Key).Distinct(), key => Assert.Contains($"`{key}`", document, StringComparison.Ordinal));
    }
}
