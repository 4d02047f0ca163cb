using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace BootLab.Vm.Sweeping;

/// <summary>Results as lines of JSON.</summary>
public static class ResultLine
{
    /// <summary>Name and version of what a line holds.</summary>
    public const string Schema = "bootlab/vm-matrix-case/1";

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A result as an object, its schema first.</summary>
    public static JsonObject ToJson(CaseResult result)
    {
        var json = JsonSerializer.SerializeToNode(result, s_options)!.AsObject();
        json.Insert(0, "schema", Schema);
        return json;
    }

    /// <summary>A result as a line, without its end.</summary>
    public static string Write(CaseResult result) => ToJson(result).ToJsonString(s_options);

    /// <summary>Reads a line; null when it holds no result.</summary>
    public static CaseResult? Read(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject json && json["schema"]?.GetValue<string>() == Schema ? json.Deserialize<CaseResult>(s_options) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // ArgumentException: a key twice
        }
    }
}
