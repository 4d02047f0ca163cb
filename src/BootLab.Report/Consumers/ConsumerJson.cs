using System.Text.Json;
using BootLab.Os;
using BootLab.Os.Knowledge;

namespace BootLab.Report.Consumers;

/// <summary>What consumers see, for programs.</summary>
public static class ConsumerJson
{
    /// <summary>Name and version of the document.</summary>
    public const string Schema = "bootlab/view/1";

    /// <summary>Writes the property <c>consumers</c>: one object for each.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<(ITableConsumer Consumer, ConsumerView View)> views, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(views);
        json.WriteStartArray("consumers");
        foreach (var (consumer, view) in views)
        {
            json.WriteStartObject();
            json.WriteString("id", consumer.Id);
            json.WriteString("name", consumer.Name);
            json.WriteString("outcome", ConsumerWords.Words(view.Outcome).Replace(' ', '-'));
            if (view.Address is { } address)
            {
                json.WriteNumber("address", address);
            }

            WriteStructures(json, "nics", view.Nics);
            WriteStructures(json, "targets", view.Targets);
            WriteLines(json, "messages", view.Messages, showSecrets);
            WriteLines(json, "native", view.Native, showSecrets);
            WriteStatements(json, [consumer.Knowledge, .. view.Notes]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStructures(Utf8JsonWriter json, string property, IEnumerable<SeenStructure> structures)
    {
        json.WriteStartArray(property);
        foreach (var seen in structures)
        {
            json.WriteStartObject();
            json.WriteNumber("offset", seen.Offset);
            json.WriteString("name", seen.Name);
            json.WriteBoolean("used", seen.IsUsed);
            json.WriteString("summary", seen.Summary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLines(Utf8JsonWriter json, string property, IEnumerable<string> lines, bool showSecrets)
    {
        json.WriteStartArray(property);
        foreach (var line in lines)
        {
            json.WriteStringValue(ConsumerWords.Line(line, showSecrets));
        }

        json.WriteEndArray();
    }

    private static void WriteStatements(Utf8JsonWriter json, IEnumerable<Statement> statements)
    {
        json.WriteStartArray("knowledge");
        foreach (var statement in statements)
        {
            json.WriteStartObject();
            json.WriteString("text", statement.Text);
            json.WriteString("evidence", statement.Evidence.Word());
            json.WriteStartArray("sources");
            foreach (var key in statement.SourceKeys)
            {
                json.WriteStringValue(Sources.Place(key));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
