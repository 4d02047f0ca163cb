using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;

namespace BootLab.Labs.Files;

/// <summary>The published JSON Schema (draft-07) of lab files. It says what a schema can say; the loader checks more.</summary>
public static class LabSchema
{
    private static readonly JsonSerializerOptions Printed = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as indented JSON with a newline at the end; the same text every time.</summary>
    public static string ToJson() => ToJson("BootLab lab file", LabSection.Shape);

    /// <summary>The schema of any kind of file.</summary>
    internal static string ToJson(string title, ISchemaDefinition shape, bool partial = false)
    {
        var definitions = new SchemaDefinitions();
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach (var (key, value) in shape.ToDefinition(definitions, partial))
        {
            schema[key] = value?.DeepClone();
        }

        schema["definitions"] = definitions.ToJson();
        return schema.ToJsonString(Printed) + "\n";
    }
}
