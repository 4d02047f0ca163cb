using System.Text.Encodings.Web;
using System.Text.Json;
using BootLab.Rom.Journal;

namespace BootLab.Labs.Running;

/// <summary>Events as JSON lines: <c>t</c> (seconds since power-on, six decimals), <c>stage</c>, <c>event</c>, <c>text</c> and, where there is more to say, <c>data</c>.</summary>
public static class EventLines
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line for each event, in UTF-8 and ended by LF.</summary>
    public static void Write(Stream output, IEnumerable<BootEvent> events, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(mask);
        using var json = new Utf8JsonWriter(output, s_options);
        foreach (var entry in events)
        {
            json.WriteStartObject();
            WriteProperties(json, entry, mask);
            json.WriteEndObject();
            json.Flush();
            output.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    /// <summary>Writes the properties of an event into the object that is open.</summary>
    public static void WriteProperties(Utf8JsonWriter json, BootEvent entry, SecretMask mask)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(mask);
        json.WritePropertyName("t");
        json.WriteRawValue(entry.Time.TotalSeconds.ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("stage", entry.Stage);
        json.WriteString("event", entry.Name);
        json.WriteString("text", mask.Apply(entry.Text));
        if (entry.Data.Count > 0)
        {
            json.WriteStartObject("data");
            foreach (var (key, value) in entry.Data)
            {
                json.WritePropertyName(key);
                WriteValue(json, value, mask);
            }

            json.WriteEndObject();
        }

    }

    private static void WriteValue(Utf8JsonWriter json, object? value, SecretMask mask)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(mask.Apply(text));
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case byte or ushort or int or uint or long or ulong:
                json.WriteRawValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable<string> words:
                json.WriteStartArray();
                foreach (var word in mask.Apply(words))
                {
                    json.WriteStringValue(word);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"an event holds a {value.GetType().Name}; expected text, a number, a truth value or words", nameof(value));
        }
    }
}
