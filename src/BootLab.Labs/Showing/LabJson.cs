using System.Security.Cryptography;
using System.Text.Json;
using BootLab.Ibft;
using BootLab.Labs.Running;
using BootLab.Report.Json;
using BootLab.Report.Predictions;
using BootLab.Report.Tables;

namespace BootLab.Labs.Showing;

/// <summary>What came out of a lab, as JSON.</summary>
public static class LabJson
{
    /// <summary>What the document is.</summary>
    public const string Schema = "bootlab/run/1";

    /// <summary>The document. PDUs are in the event log only.</summary>
    /// <param name="result">What came out.</param>
    /// <param name="files">The files that each run left, in the order of the runs.</param>
    /// <param name="showSecrets">Whether CHAP secrets are shown.</param>
    public static string Document(LabResult result, IReadOnlyList<IReadOnlyList<RunArtefact>> files, bool showSecrets)
    {
        ArgumentNullException.ThrowIfNull(result);
        return JsonOutput.Document(Schema, json =>
        {
            json.WriteString("lab", result.Lab.Name);
            json.WriteString("title", result.Lab.Title);
            json.WriteBoolean("as_expected", result.IsAsExpected);
            json.WriteStartArray("live");
            foreach (var network in result.Live)
            {
                json.WriteStartObject();
                json.WriteString("network", network.Network);
                json.WriteString("interface", network.InterfaceName);
                json.WriteBoolean("made", network.Interface is null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("runs");
            foreach (var (outcome, left) in result.Outcomes.Zip(files))
            {
                json.WriteStartObject();
                WriteRun(json, outcome, showSecrets);
                WriteFiles(json, left);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void WriteRun(Utf8JsonWriter json, LabOutcome outcome, bool showSecrets)
    {
        var (run, misses) = outcome;
        var mask = SecretMask.Of(run, showSecrets);
        json.WriteString("name", run.Name);
        json.WriteString("unconfirmed", run.Unconfirmed);
        json.WriteString("outcome", run.Outcome.Kind.ToString().ToLowerInvariant());
        json.WriteString("outcome_text", mask.Apply(run.Outcome.Text));
        json.WriteString("error", run.Outcome.ErrorCode is { } code ? $"0x{code:x8}" : null);
        json.WriteNumber("elapsed", run.Elapsed.Ticks / (decimal)TimeSpan.TicksPerSecond);
        WriteTable(json, run, showSecrets);
        if (run.Answer is { } answer)
        {
            json.WriteStartObject("answer");
            AnswerJson.Write(json, answer);
            json.WriteEndObject();
        }

        JsonOutput.WriteStrings(json, "precedence", run.PredictedBy);
        PredictionJson.Write(json, run.Predictions);
        json.WriteStartArray("events");
        foreach (var entry in run.Journal.Events.Where(entry => entry.Name is not ("pdu-sent" or "pdu-received")))
        {
            json.WriteStartObject();
            EventLines.WriteProperties(json, entry, mask);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missed");
        foreach (var miss in misses)
        {
            json.WriteStringValue(mask.Apply(miss));
        }

        json.WriteEndArray();
    }

    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<RunArtefact> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("content", file.Content);
            json.WriteBoolean("owner_only", file.OwnerOnly);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter json, BootRun run, bool showSecrets)
    {
        if (run.Table is not { } table)
        {
            json.WriteNull("table");
            return;
        }

        json.WriteStartObject("table");
        json.WriteNumber("address", table.Address);
        json.WriteString("place", run.Memory.Acpi is null ? "low-memory" : "acpi");
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(table.Bytes)));
        var reading = IbftReader.ReadLenient(table.Bytes);
        IbftJson.Write(json, table.Bytes, reading, reading.Table is { } content ? Secrets.Of(content, showSecrets) : Secrets.None);
        json.WriteEndObject();
    }
}
