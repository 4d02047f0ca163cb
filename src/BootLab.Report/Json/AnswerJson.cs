using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Report.Findings;
using BootLab.Rules;
using BootLab.Rules.SeedOrdering;

namespace BootLab.Report.Json;

/// <summary>The answer to the origin question as JSON.</summary>
public static class AnswerJson
{
    /// <summary>What the object is, where it stands alone.</summary>
    public const string Schema = "bootlab/answer/1";

    /// <summary>Writes the properties of an answer into the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, OriginAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(answer);
        json.WriteString("profile", SeedOrderingProfile.Name);
        json.WriteString("basis", OriginAnswer.Basis);
        json.WriteString("outcome", Words.Of(answer.Outcome));
        json.WriteBoolean("reported", answer.Reported);
        json.WriteString("decided_by", answer.Decisive?.Rule.Id);
        json.WriteString("headline", answer.Headline);
        json.WriteStartArray("rules");
        foreach (var verdict in answer.Verdicts)
        {
            WriteVerdict(json, verdict);
        }

        json.WriteEndArray();
        json.WriteStartArray("changes");
        foreach (var change in answer.Changes)
        {
            json.WriteStringValue(change);
        }

        json.WriteEndArray();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("id", verdict.Rule.Id);
        json.WriteString("title", verdict.Rule.Title);
        json.WriteString("severity", Words.Of(Profile.SeedOrdering.SeverityOf(verdict.Rule)!.Value));
        json.WriteString("evidence", verdict.Rule.Evidence.Word());
        json.WriteString("source", OriginAnswer.Source);
        json.WriteString("verdict", Words.Of(verdict.State));
        json.WriteString("because", verdict.Because);
        json.WriteStartArray("findings");
        foreach (var finding in verdict.Findings)
        {
            WriteFinding(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("field", finding.Field);
        if (finding.Bytes is { } bytes)
        {
            json.WriteNumber("offset", bytes.Offset);
            json.WriteNumber("length", bytes.Length);
        }

        json.WriteString("found", finding.Found);
        json.WriteString("expected", finding.Expected);
        json.WriteString("mend", finding.Mend);
        json.WriteEndObject();
    }
}
