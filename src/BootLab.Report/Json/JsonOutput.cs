using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BootLab.Report.Json;

/// <summary>How all JSON of BootLab is written: indented, one object, its first property names the schema.</summary>
public static class JsonOutput
{
    /// <summary>How a document of one line is written, as in logs.</summary>
    public static JsonWriterOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // never for HTML

    private static readonly JsonWriterOptions s_indented = Line with { Indented = true, NewLine = "\n" };

    /// <summary>An array of strings.</summary>
    public static void WriteStrings(Utf8JsonWriter json, string property, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(values);
        json.WriteStartArray(property);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>An array of objects.</summary>
    public static void WriteObjects<T>(Utf8JsonWriter json, string property, IEnumerable<T> items, Action<T> write)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        json.WriteStartArray(property);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One JSON document, ended by a new line.</summary>
    /// <param name="schema">Name and version of what it holds, such as <c>bootlab/ibft/1</c>.</param>
    /// <param name="properties">Writes the object's other properties.</param>
    public static string Document(string schema, Action<Utf8JsonWriter> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_indented))
        {
            json.WriteStartObject();
            json.WriteString("schema", schema);
            properties(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
