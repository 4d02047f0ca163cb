using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Rules;

namespace BootLab.Report.Lint;

/// <summary>Findings as a SARIF log (version 2.1.0, OASIS): a region of bytes for each, which SARIF has for binary artefacts (3.30.11, 3.30.12).</summary>
public static class LintSarif
{
    private const string SchemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>The log of one report.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="rules">The rules that were asked.</param>
    /// <param name="version">The version of BootLab.</param>
    public static string Document(LintReport report, IEnumerable<Rule> rules, string version)
    {
        ArgumentNullException.ThrowIfNull(report);
        var known = rules.ToList();
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, known, version);
            WriteArtifact(json, report);
            json.WriteStartArray("results");
            foreach (var finding in report.Findings)
            {
                WriteResult(json, report, known, finding, reason: null);
            }

            foreach (var (finding, reason) in report.Suppressed)
            {
                WriteResult(json, report, known, finding, reason);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<Rule> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "BootLab");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, Rule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.Title);
        WriteText(json, "fullDescription", rule.Info.Why);
        WriteText(json, "help", rule.Info.Mend);
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        WriteTags(json, RuleGroup.Title(RuleGroup.Of(rule)), $"evidence: {rule.Evidence.Word()}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter json, LintReport report)
    {
        json.WriteStartArray("artifacts");
        json.WriteStartObject();
        WriteLocation(json, "location", report.Source);
        json.WriteNumber("length", report.Table.Length);
        json.WriteString("mimeType", "application/octet-stream");
        json.WriteStartObject("hashes");
        json.WriteString("sha-256", Convert.ToHexStringLower(SHA256.HashData(report.Table.Span)));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, LintReport report, List<Rule> rules, LintFinding entry, string? reason)
    {
        var (rule, severity, finding) = entry;
        json.WriteStartObject();
        json.WriteString("ruleId", rule.Id);
        json.WriteNumber("ruleIndex", rules.IndexOf(rule));
        json.WriteString("level", Level(severity));
        WriteText(json, "message", $"{finding.Field}: {LintText.Message(finding)}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteLocation(json, "artifactLocation", report.Source);
        if (finding.Bytes is { } bytes)
        {
            json.WriteStartObject("region");
            json.WriteNumber("byteOffset", bytes.Offset);
            json.WriteNumber("byteLength", bytes.Length);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("fullyQualifiedName", finding.Field);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("ruleAndField/v1", $"{rule.Id}:{finding.Field}");
        json.WriteEndObject();
        if (reason is not null)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, params string[] tags)
    {
        json.WriteStartArray("tags");
        foreach (var tag in tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, string property, string source)
    {
        json.WriteStartObject(property);
        json.WriteString("uri", source == "-" ? "stdin" : string.Join('/', source.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
