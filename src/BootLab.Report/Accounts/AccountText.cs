using System.Globalization;
using System.Text;
using BootLab.Report.Predictions;

namespace BootLab.Report.Accounts;

/// <summary>Accounts as a Markdown file: for people first, and whole for programs in a block of JSON at its end.</summary>
public static class AccountText
{
    /// <summary>The file.</summary>
    public static string Of(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var text = new StringBuilder("# A boot of Windows from iSCSI\n\n");
        Line($"- Outcome: {account.Outcome ?? "not said"}");
        if (account.Note is { } note)
        {
            Line($"- Note: {Markdown(note)}");
        }

        Line($"- Windows: {(account.IsReleaseKnown ? account.Situation.Release.Name : "not said")}{(account.Situation.IsSetup ? ", set-up from its medium" : "")}");
        Line($"- Boot program: {Markdown(account.BootProgram ?? "not known")}");
        Line($"- Table: {(account.Table is { } table ? string.Create(CultureInfo.InvariantCulture, $"{table.Bytes.Length} bytes at 0x{table.Address:x}") : "none, or none that can be read")}");
        Line($"- BootLab {BootLabVersion.Text}");
        foreach (var prediction in account.Predictions)
        {
            Line($"- Predicted, profile {prediction.Profile}: {Markdown(PredictionWords.Outcome(prediction))}{(prediction.Decisive is { } fact ? $", by {fact.Id}" : "")}");
        }

        if (account.Seen is { } seen)
        {
            Line($"\n## Seen from outside\n");
            Line($"QEMU {seen.Qemu} ({seen.Accelerator}), {seen.Package}; the table {(seen.HandOver == Observation.Acpi ? "among the ACPI tables" : "in low memory")}.");
            Line($"{Capital(AccountWords.Headline(seen))}. Nothing else is concluded from it.\n");
            Line($"```");
            foreach (var line in AccountWords.Lines(seen))
            {
                Line($"{Printable.Text(line)}");
            }

            Line($"```");
        }

        Line($"\n## Scrubbed\n");
        Line($"Neutral values stand in the place of what belongs to the site; what was equal is equal, and lengths are the true ones.\n");
        foreach (var line in account.Scrubbed)
        {
            Line($"- {line}");
        }

        Line($"\n## All of it\n");
        text.Append("```json\n").Append(AccountJson.Document(account)).Append("```\n");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // One line, and nothing in it that Markdown takes for more than text.
    private static string Markdown(string text) => Printable.Text(text.ReplaceLineEndings(" ")).Replace("`", "'", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
