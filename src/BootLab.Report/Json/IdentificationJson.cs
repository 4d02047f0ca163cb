using System.Globalization;
using System.Text.Json;
using BootLab.Ibft.Identification;

namespace BootLab.Report.Json;

/// <summary>Which producer most likely wrote a table, as JSON.</summary>
public static class IdentificationJson
{
    /// <summary>What the object is, for its <c>schema</c> property.</summary>
    public const string Schema = "bootlab/ibft-identify/1";

    /// <summary>Writes the matches, likeliest first, into the object that is open; <c>producer</c> is null when nothing fits.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ProducerMatch> matches)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(matches);
        json.WriteString("producer", matches is [{ IsLikely: true } best, ..] ? best.Profiles[^1].Id : null);
        json.WriteStartArray("candidates");
        foreach (var match in matches)
        {
            json.WriteStartObject();
            json.WriteString("name", match.Name);
            json.WriteBoolean("likely", match.IsLikely);
            json.WriteString("since", Day(match.Since));
            json.WriteString("until", Day(match.Until));
            json.WriteStartArray("states");
            foreach (var profile in match.Profiles)
            {
                json.WriteStringValue(profile.Id);
            }

            json.WriteEndArray();
            WriteClues(json, "for", match.For);
            WriteClues(json, "against", match.Against);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClues(Utf8JsonWriter json, string name, IEnumerable<Clue> clues)
    {
        json.WriteStartArray(name);
        foreach (var clue in clues)
        {
            json.WriteStartObject();
            json.WriteString("subject", clue.Subject);
            json.WriteString("text", clue.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
