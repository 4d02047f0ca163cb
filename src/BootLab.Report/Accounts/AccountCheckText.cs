using BootLab.Report.Json;
using BootLab.Report.Predictions;
using BootLab.Report.Terminal;

namespace BootLab.Report.Accounts;

/// <summary>An account that was sent in, held against what is foretold of its case, as text and as JSON.</summary>
public static class AccountCheckText
{
    /// <summary>The JSON document's schema.</summary>
    public const string Schema = "bootlab/report-check/1";

    /// <summary>For people.</summary>
    public static void Write(TextWriter writer, Screen screen, string name, SentAccount sent, IReadOnlyList<AccountCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(checks);
        var source = sent.Source;
        writer.Write($"{Printable.Text(name)}: {(source.IsReleaseKnown ? source.Situation.Release.Name : "a Windows that nobody named")}, {source.Outcome ?? "no outcome said"}; written by BootLab {Printable.Text(sent.BootLab)}\n");
        var text = new TextTable(null, null);
        foreach (var check in checks)
        {
            text.Add(check.Foretold.Profile, new Cell(Printable.Text($"{Word(check.Agreement)}: {check.Why}"), check.Agreement switch { Agreement.Agrees => Colour.Green, Agreement.Differs => Colour.Red, _ => Colour.Yellow }));
            text.Add("", $"foretold: {check.Foretold.Words}");
            if (sent.Then.FirstOrDefault(one => one.Profile == check.Foretold.Profile) is { } then && !then.Equals(check.Foretold))
            {
                text.Add("", Printable.Text($"by its sender's BootLab: {then.Words}, which {Word(AccountCheck.Of(then, source).Agreement)}"));
            }
        }

        if (checks.Count == 0)
        {
            text.Add("foretold", "nothing: give --os VERSION to the report");
        }

        if (source.Seen is { } seen)
        {
            text.Add("seen", Printable.Text(AccountWords.Headline(seen)));
        }

        if (sent.NotSent.Count > 0)
        {
            text.Add("not here", Printable.Text($"{string.Join(", ", sent.NotSent)}: what the sender's BootLab foretold goes before what is foretold without"));
        }

        if (source.Note is { } note)
        {
            text.Add("note", Printable.Text(note));
        }

        text.Write(writer, screen, indent: 2);
    }

    /// <summary>For programs.</summary>
    public static string Json(string name, SentAccount sent, IReadOnlyList<AccountCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(sent);
        return JsonOutput.Document(Schema, json =>
        {
            json.WriteString("of", name);
            json.WriteString("bootlab", sent.BootLab);
            json.WriteString("release", sent.Source.IsReleaseKnown ? sent.Source.Situation.Release.Id : null);
            json.WriteString("outcome", sent.Source.Outcome);
            json.WriteString("reached", sent.Source.Seen is { } seen ? AccountWords.Of(seen.Reached) : null);
            json.WriteStartArray("profiles");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("profile", check.Foretold.Profile);
                json.WriteString("agreement", Word(check.Agreement));
                json.WriteString("why", check.Why);
                json.WriteString("outcome", PredictionWords.Of(check.Foretold.Outcome));
                json.WriteString("stage", PredictionWords.Of(check.Foretold.Stage));
                json.WriteString("deciding", check.Foretold.Deciding);
                json.WriteBoolean("as_sent", sent.Then.Contains(check.Foretold));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            JsonOutput.WriteStrings(json, "not_sent", sent.NotSent);
        });
    }

    private static string Word(Agreement agreement) => agreement.ToString().ToLowerInvariant();
}
