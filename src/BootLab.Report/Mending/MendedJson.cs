using BootLab.Report.Findings;
using BootLab.Report.Json;
using BootLab.Rules;
using BootLab.Rules.Mending;

namespace BootLab.Report.Mending;

/// <summary>A mended table as JSON.</summary>
public static class MendedJson
{
    /// <summary>What the object is.</summary>
    public const string Schema = "bootlab/fix/1";

    /// <summary>The whole document.</summary>
    public static string Document(MendedTable mended, IReadOnlyList<LintFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(mended);
        ArgumentNullException.ThrowIfNull(findings);
        return JsonOutput.Document(Schema, json =>
        {
            json.WriteNumber("length", mended.Bytes.Length);
            json.WriteStartArray("changes");
            foreach (var change in mended.Changes)
            {
                json.WriteStartObject();
                json.WriteString("what", change.What);
                json.WriteString("why", change.Why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            JsonOutput.WriteStrings(json, "left", mended.Left);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("rule", finding.Rule.Id);
                json.WriteString("severity", Words.Of(finding.Severity));
                json.WriteString("field", finding.Finding.Field);
                json.WriteString("found", finding.Finding.Found);
                json.WriteString("mend", finding.Finding.Mend);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
