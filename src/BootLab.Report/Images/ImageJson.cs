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

    /// <summary>Its JSON Schema (draft-07).</summary>
    public static string SchemaDocument()
    {
        using var stream = typeof(ImageJson).Assembly.GetManifestResourceStream("image-inspect.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A document of one report.</summary>
    public static string Document(ImageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonOutput.Document(Schema, json => Write(json, report));
    }

    private static void Write(Utf8JsonWriter json, ImageReport report)
    {
        var image = report.Image;
        json.WriteString("source", report.Source);
        json.WriteString("through", report.Through);
        json.WriteNumber("length", report.Length);
        json.WriteString("verdict", report.Verdict);
        json.WriteBoolean("wrong", report.IsWrong);
        WriteWindows(json, report);
        JsonOutput.WriteObjects(json, "nics", report.Checklist.Nics, nic => WriteNic(json, nic));
        json.WriteString("mbr_signature", image.MbrSignature?.ToString("x8", null));
        json.WriteString("gpt_disk", image.GptGuid?.ToString());
        JsonOutput.WriteObjects(json, "partitions", image.Partitions, partition =>
        {
            json.WriteNumber("number", partition.Number);
            json.WriteNumber("start", partition.Start);
            json.WriteNumber("length", partition.Length);
            json.WriteNumber("missing", partition.Missing);
            json.WriteString("type", partition.Type);
            json.WriteString("id", partition.Id?.ToString());
            json.WriteString("file_system", partition.FileSystem);
            json.WriteString("label", partition.Label);
            json.WriteBoolean("bootable", partition.IsBootable);
            json.WriteString("problem", partition.Problem);
        });
        json.WriteString("firmware", ImageWords.Firmware(image.Way));
        JsonOutput.WriteObjects(json, "boot_path", image.BootPath, step =>
        {
            json.WriteString("what", step.What);
            json.WriteString("where", step.Where);
            json.WriteString("problem", step.Problem);
            json.WriteString("code", step.Code is { } code ? PredictionWords.Code(code) : null);
        });
        JsonOutput.WriteObjects(json, "lines", report.Checklist.Lines, line => WriteLine(json, line));
        JsonOutput.WriteStrings(json, "notes", image.Notes);
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

    private static void WriteNic(Utf8JsonWriter json, NicReadiness nic)
    {
        json.WriteString("name", nic.Name);
        json.WriteString("instance_path", nic.InstancePath);
        json.WriteString("description", nic.Description);
        json.WriteString("role", ImageWords.Of(nic.Role));
        json.WriteString("can_boot", ImageWords.CanBoot(nic.CanBoot));
        JsonOutput.WriteObjects(json, "reasons", nic.Reasons, reason =>
        {
            json.WriteString("fact", reason.FactId);
            json.WriteString("key", reason.KeyPath);
            json.WriteString("value", reason.ValueName);
            json.WriteString("text", reason.Text);
        });
    }

    private static void WriteLine(Utf8JsonWriter json, ChecklistLine line)
    {
        json.WriteString("section", line.Section);
        json.WriteString("key", line.KeyPath);
        json.WriteString("value", line.ValueName);
        json.WriteString("found", line.Found);
        json.WriteString("wanted", line.Wanted.Length == 0 ? null : line.Wanted);
        json.WriteString("state", ImageWords.Of(line.State));
        json.WriteString("fact", line.FactId);
        json.WriteString("evidence", line.Evidence.Word());
        JsonOutput.WriteStrings(json, "sources", line.SourceKeys.Select(Sources.Place));
        json.WriteString("text", line.Text);
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
