using System.Text;
using System.Text.Json;
using BootLab.Report.Findings;
using BootLab.Report.Json;
using BootLab.Rules;

namespace BootLab.Report.Lint;

/// <summary>Findings as JSON.</summary>
public static class LintJson
{
    /// <summary>What the object is.</summary>
    public const string Schema = "bootlab/lint/1";

    /// <summary>A document of one report.</summary>
    public static string Document(LintReport report) => JsonOutput.Document(Schema, json => Write(json, report));

    /// <summary>The same on one line.</summary>
    public static string Line(LintReport report)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonOutput.Line))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            Write(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    /// <summary>Writes the properties of a report into the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, LintReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteString("source", report.Source);
        json.WriteString("place", report.Place.Length == 0 ? null : report.Place);
        json.WriteNumber("size", report.Table.Length);
        JsonOutput.WriteStrings(json, "profiles", report.Profiles.Select(profile => profile.Name));
        json.WriteNumber("errors", report.Count(Severity.Error));
        json.WriteNumber("warnings", report.Count(Severity.Warning));
        json.WriteNumber("infos", report.Count(Severity.Info));
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            WriteFinding(json, finding, reason: null);
        }

        json.WriteEndArray();
        json.WriteStartArray("suppressed");
        foreach (var (finding, reason) in report.Suppressed)
        {
            WriteFinding(json, finding, reason);
        }

        json.WriteEndArray();
        WriteUndecided(json, report);
    }

    private static void WriteFinding(Utf8JsonWriter json, LintFinding entry, string? reason)
    {
        var (rule, severity, finding) = entry;
        json.WriteStartObject();
        json.WriteString("rule", rule.Id);
        json.WriteString("severity", Words.Of(severity));
        json.WriteString("group", RuleGroup.Title(RuleGroup.Of(rule)));
        json.WriteString("title", rule.Title);
        json.WriteString("field", finding.Field);
        if (finding.Bytes is { } bytes)
        {
            json.WriteNumber("offset", bytes.Offset);
            json.WriteNumber("length", bytes.Length);
        }

        json.WriteString("found", finding.Found);
        json.WriteString("expected", finding.Expected);
        json.WriteString("mend", finding.Mend);
        if (reason is not null)
        {
            json.WriteString("reason", reason);
        }

        json.WriteEndObject();
    }

    private static void WriteUndecided(Utf8JsonWriter json, LintReport report)
    {
        if (report.Undecided is null)
        {
            return;
        }

        json.WriteStartArray("undecided");
        foreach (var verdict in report.Undecided)
        {
            json.WriteStartObject();
            json.WriteString("rule", verdict.Rule.Id);
            json.WriteString("missing", verdict.Because);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
