using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows;
using BootLab.Report.Json;

namespace BootLab.Report.Predictions;

/// <summary>Predictions for programs.</summary>
public static class PredictionJson
{
    /// <summary>Name and version of the document of <c>bootlab predict</c>.</summary>
    public const string Schema = "bootlab/predict/1";

    /// <summary>Writes the property <c>predictions</c>: one object for each.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<WindowsPrediction> predictions)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(predictions);
        json.WriteStartArray("predictions");
        foreach (var prediction in predictions)
        {
            json.WriteStartObject();
            Write(json, prediction);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, WindowsPrediction prediction)
    {
        json.WriteString("profile", prediction.Profile);
        json.WriteString("release", prediction.Release.Id);
        json.WriteString("release_name", prediction.Release.Name);
        json.WriteString("outcome", PredictionWords.Of(prediction.Outcome));
        json.WriteString("code", prediction.Code is { } code ? PredictionWords.Code(code) : null);
        json.WriteBoolean("reported", prediction.IsReported);
        json.WriteString("headline", prediction.Headline);
        json.WriteString("stage", PredictionWords.Of(PredictionWords.StageOf(prediction)));
        json.WriteString("deciding", prediction.Decisive?.Id);
        json.WriteString("confidence", prediction.Confidence.Word());
        json.WriteStartArray("degradations");
        foreach (var degradation in prediction.Degradations)
        {
            json.WriteStartObject();
            json.WriteString("nic", degradation.Nic);
            json.WriteString("kind", degradation.Kind);
            json.WriteString("fact", degradation.Fact.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (prediction.Change is { } change)
        {
            json.WriteStartObject("change");
            json.WriteString("text", change.Text);
            json.WriteString("outcome", PredictionWords.Of(change.Outcome));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("change");
        }

        WriteTrace(json, prediction.Trace);
        json.WriteStartArray("dissent");
        foreach (var statement in prediction.Dissent)
        {
            json.WriteStartObject();
            json.WriteString("text", statement.Text);
            json.WriteString("evidence", statement.Evidence.Word());
            JsonOutput.WriteStrings(json, "sources", statement.SourceKeys.Select(Sources.Place));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTrace(Utf8JsonWriter json, IEnumerable<StageResult> trace)
    {
        json.WriteStartArray("stages");
        foreach (var stage in trace)
        {
            json.WriteStartObject();
            json.WriteString("stage", PredictionWords.Of(stage.Stage));
            json.WriteString("state", PredictionWords.Of(stage.State));
            json.WriteStartArray("facts");
            foreach (var fact in stage.Facts)
            {
                json.WriteStartObject();
                json.WriteString("id", fact.Id);
                json.WriteString("role", PredictionWords.Of(fact.Role));
                json.WriteString("text", fact.Text);
                json.WriteString("evidence", fact.Evidence.Word());
                JsonOutput.WriteStrings(json, "sources", fact.SourceKeys.Select(Sources.Place));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
