using System.Text;
using BootLab.Os.Linux;
using BootLab.Report;
using BootLab.Report.Json;
using BootLab.Vm.Fuzzing;

namespace BootLab.Cli.Commands;

/// <summary>A run of random tables as text and as JSON.</summary>
internal static class FuzzText
{
    /// <summary>The counts, then each disagreement with the bytes that are left of it.</summary>
    public static string Text(string kernelVersion, LinuxKernel model, FuzzReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"{report.Count} tables of seed {report.Seed}, Linux {kernelVersion} beside the model of {model.Name}");
        text.AppendLine($"  {report.Valid} valid, {report.Count - report.Valid} changed; checksum right after the changes in {Share(report.Summed, report.Count)}");
        text.AppendLine($"  {report.Compared} answers compared, {report.Undefined} undefined and left out; {report.Searched} searched for by a guest of their own");
        foreach (var (reason, count) in report.Reasons.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.AppendLine($"  {reason,-22}{Share(count, report.Count)}");
        }

        foreach (var killer in report.Killers)
        {
            text.AppendLine($"no answer to table {killer.Number}: the guest hung, crashed or ended ({Changes(killer.Mutations)})");
        }

        foreach (var disagreement in report.Disagreements)
        {
            text.Append(Of(report.Seed, disagreement));
        }

        text.AppendLine(report.Disagreements.Count == 0 ? "no disagreement" : $"{report.Disagreements.Count} disagreements");
        return text.ToString();
    }

    /// <summary>One disagreement: what differs, both answers, the table.</summary>
    public static string Of(int seed, Disagreement disagreement)
    {
        var text = new StringBuilder();
        var table = disagreement.Table;
        text.AppendLine($"table {table.Number} of seed {seed}, layout {table.Layout}, changed: {Changes(table.Mutations)}{(disagreement.CameAgain ? "" : "; not minimised, or the kernel's answer did not come again")}");
        foreach (var difference in disagreement.Differences)
        {
            text.AppendLine($"  {Printable.Text(difference)}");
        }

        text.AppendLine($"  the model: {disagreement.Foretold.Outcome}");
        Append(disagreement.Foretold.Messages, disagreement.Foretold.Tree.Entries);
        text.AppendLine($"  the kernel: {VerdictText.Word(disagreement.Verdict.Outcome)}{(disagreement.Verdict.IsFresh ? ", in a guest of its own" : "")}");
        Append(disagreement.Verdict.Messages, disagreement.Verdict.View);
        text.AppendLine($"  the table: {Convert.ToHexStringLower(disagreement.Smallest)}");
        return text.ToString();

        void Append(IReadOnlyList<string> messages, IReadOnlyList<SysfsEntry> entries)
        {
            foreach (var line in messages.Concat(entries.Select(entry => entry.ToString())))
            {
                text.AppendLine($"    {Printable.Text(line)}");
            }
        }
    }

    /// <summary>A document of schema bootlab/vm-fuzz/1.</summary>
    public static string Json(string kernelVersion, LinuxKernel model, FuzzReport report) => JsonOutput.Document("bootlab/vm-fuzz/1", json =>
    {
        json.WriteString("kernel", kernelVersion);
        json.WriteString("model", model.Id);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("tables", report.Count);
        json.WriteNumber("valid", report.Valid);
        json.WriteNumber("checksum_right", report.Summed);
        json.WriteNumber("compared", report.Compared);
        json.WriteNumber("undefined", report.Undefined);
        json.WriteNumber("searched", report.Searched);
        json.WriteStartObject("reasons");
        foreach (var (reason, count) in report.Reasons.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("without_answer");
        foreach (var killer in report.Killers)
        {
            json.WriteNumberValue(killer.Number);
        }

        json.WriteEndArray();
        json.WriteStartArray("disagreements");
        foreach (var disagreement in report.Disagreements)
        {
            json.WriteStartObject();
            json.WriteNumber("table", disagreement.Table.Number);
            json.WriteString("layout", disagreement.Table.Layout);
            JsonOutput.WriteStrings(json, "changes", disagreement.Table.Mutations);
            json.WriteBoolean("came_again", disagreement.CameAgain);
            JsonOutput.WriteStrings(json, "differences", disagreement.Differences);
            json.WriteString("smallest", Convert.ToHexStringLower(disagreement.Smallest));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Share(int part, int whole) => $"{part} ({100.0 * part / whole:0.0} %)";

    private static string Changes(IReadOnlyList<string> mutations) => mutations.Count == 0 ? "nothing" : string.Join(", ", mutations);
}
