using System.Text.Json;
using BootLab.Os.Knowledge;
using BootLab.Os.Windows.Checklist;
using BootLab.Report.Json;
using BootLab.Report.Predictions;

namespace BootLab.Report.Images;

/// <summary>A disk with Windows on it as JSON.</summary>
public static class ImageJson
{
    /// <summary>What the object is.</summary>
    public const string Schema = "bootlab/image-inspect/1";

    /// <summary>A document of one report.</summary>
    public static string Document(ImageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonOutput.Document(Schema, json => Write(json, report));
    }

    private static void Write(Utf8JsonWriter json, ImageReport report)
    {
        json.WriteString("source", report.Source);
        json.WriteString("through", report.Through);
        json.WriteNumber("length", report.Length);
        json.WriteString("verdict", report.Verdict);
        json.WriteBoolean("wrong", report.IsWrong);
        WriteWindows(json, report);
        WriteNics(json, report);
        WriteDisk(json, report);
        WriteBootPath(json, report);
        json.WriteStartArray("lines");
        foreach (var line in report.Checklist.Lines)
        {
            WriteLine(json, line);
        }

        json.WriteEndArray();
        JsonOutput.WriteStrings(json, "notes", report.Image.Notes);
    }

    private static void WriteWindows(Utf8JsonWriter json, ImageReport report)
    {
        var (version, release) = (report.Image.Version, report.Checklist.Release);
        json.WriteStartObject("windows");
        json.WriteString("product", version?.ProductName);
        WriteNumber(json, "build", version?.Build);
        WriteNumber(json, "revision", version?.Revision);
        json.WriteString("installation_type", version?.InstallationType);
        json.WriteString("rules", release?.Id);
        json.WriteString("rules_name", release?.Name);
        json.WriteString("control_set", report.Checklist.ControlSet);
        json.WriteEndObject();
    }

    private static void WriteNics(Utf8JsonWriter json, ImageReport report)
    {
        json.WriteStartArray("nics");
        foreach (var nic in report.Checklist.Nics)
        {
            json.WriteStartObject();
            json.WriteString("name", nic.Name);
            json.WriteString("instance_path", nic.InstancePath);
            json.WriteString("description", nic.Description);
            json.WriteString("role", ImageWords.Of(nic.Role));
            json.WriteString("can_boot", ImageWords.CanBoot(nic.CanBoot));
            json.WriteStartArray("reasons");
            foreach (var reason in nic.Reasons)
            {
                json.WriteStartObject();
                json.WriteString("fact", reason.FactId);
                json.WriteString("text", reason.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDisk(Utf8JsonWriter json, ImageReport report)
    {
        json.WriteString("mbr_signature", report.Image.MbrSignature?.ToString("x8", null));
        json.WriteString("gpt_disk", report.Image.GptGuid?.ToString());
        json.WriteStartArray("partitions");
        foreach (var partition in report.Image.Partitions)
        {
            json.WriteStartObject();
            json.WriteNumber("number", partition.Number);
            json.WriteNumber("start", partition.Start);
            json.WriteNumber("length", partition.Length);
            json.WriteString("type", partition.Type);
            json.WriteString("id", partition.Id?.ToString());
            json.WriteString("file_system", partition.FileSystem);
            json.WriteString("label", partition.Label);
            json.WriteBoolean("bootable", partition.IsBootable);
            json.WriteString("problem", partition.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBootPath(Utf8JsonWriter json, ImageReport report)
    {
        json.WriteString("firmware", ImageWords.Firmware(report.Image.Way));
        json.WriteStartArray("boot_path");
        foreach (var step in report.Image.BootPath)
        {
            json.WriteStartObject();
            json.WriteString("what", step.What);
            json.WriteString("where", step.Where);
            json.WriteString("problem", step.Problem);
            json.WriteString("code", step.Code is { } code ? PredictionWords.Code(code) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, ChecklistLine line)
    {
        json.WriteStartObject();
        json.WriteString("section", line.Section);
        json.WriteString("key", line.KeyPath);
        json.WriteString("value", line.ValueName);
        json.WriteString("found", line.Found);
        json.WriteString("wanted", line.Wanted.Length == 0 ? null : line.Wanted);
        json.WriteString("state", ImageWords.Of(line.State));
        json.WriteString("fact", line.FactId);
        json.WriteString("evidence", line.Evidence.Word());
        JsonOutput.WriteStrings(json, "sources", line.SourceKeys);
        json.WriteString("text", line.Text);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
