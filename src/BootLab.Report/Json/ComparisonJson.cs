using System.Text.Json;
using BootLab.Report.Tables;

namespace BootLab.Report.Json;

/// <summary>A comparison of two tables as JSON.</summary>
public static class ComparisonJson
{
    /// <summary>What the object is, for its <c>schema</c> property.</summary>
    public const string Schema = "bootlab/ibft-diff/1";

    /// <summary>Writes it into the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, TableComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(comparison);
        json.WriteBoolean("same", comparison.IsSame);
        WriteChanges(json, "meaning", comparison.Meaning);
        WriteChanges(json, "layout", comparison.Layout);
        json.WriteStartArray("bytes");
        foreach (var difference in comparison.Bytes)
        {
            json.WriteStartObject();
            json.WriteNumber("offset", difference.Offset);
            json.WriteString("field", difference.Field);
            json.WriteString("first", difference.First?.Meaning);
            json.WriteString("second", difference.Second?.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, IReadOnlyList<TableChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("subject", change.Subject);
            json.WriteString("field", change.Field);
            json.WriteString("first", change.First);
            json.WriteString("second", change.Second);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
