using System.Text.Json;
using BootLab.Labs.Running;
using BootLab.Rom.Journal;

namespace BootLab.Labs.Showing;

/// <summary>The files that a run leaves: <c>ibft.bin</c>, <c>lowmem.bin</c> (BIOS), <c>boot.pcapng</c>, <c>events.jsonl</c>.</summary>
public static class RunFiles
{
    /// <summary>Writes them into a folder, which is made when it is missing, and returns their names. Only their owner can read them: table, memory and capture hold CHAP secrets as they are.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, BootRun run, RunSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(folder);
        var names = new List<string>();
        WriteOrRemove("ibft.bin", run.Table?.Bytes);
        WriteOrRemove("lowmem.bin", run.Memory.Low?.ToImage());
        WriteOrRemove("boot.pcapng", run.Capture);
        WriteOrRemove("events.jsonl", Events(run, secrets));
        return names;

        // What an earlier run left and this one does not have must not be taken for this one's.
        void WriteOrRemove(string name, byte[]? content)
        {
            var path = Path.Combine(folder, name);
            if (content is null)
            {
                File.Delete(path);
                return;
            }

            Replace(path, content);
            names.Add(name);
        }
    }

    /// <summary>One JSON object a line for every event, in order.</summary>
    public static byte[] Events(BootRun run, RunSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(secrets);
        using var lines = new MemoryStream();
        foreach (var entry in run.Journal.Events)
        {
            using (var json = new Utf8JsonWriter(lines, Report.Json.JsonOutput.Line))
            {
                json.WriteStartObject();
                WriteEvent(json, entry, secrets);
                json.WriteEndObject();
            }

            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>Writes the properties of an event into the object that is open; <c>time</c> is in seconds since power-on.</summary>
    public static void WriteEvent(Utf8JsonWriter json, BootEvent entry, RunSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(secrets);
        json.WriteNumber("time", entry.Time.Ticks / (decimal)TimeSpan.TicksPerSecond);
        json.WriteString("stage", entry.Stage);
        json.WriteString("event", entry.Name);
        json.WriteString("text", secrets.Hide(entry.Text));
        if (entry.Data.Count == 0)
        {
            return;
        }

        json.WriteStartObject("data");
        foreach (var (key, value) in entry.Data)
        {
            json.WritePropertyName(key);
            WriteValue(json, value, secrets);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value, RunSecrets secrets)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte or ushort or short or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                {
                    json.WriteStringValue(secrets.Hide(text));
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(secrets.Hide(value.ToString() ?? string.Empty));
                break;
        }
    }

    private static void Replace(string path, byte[] content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
