using System.Security.Cryptography;
using System.Text.Json;
using BootLab.Machine;
using BootLab.Report.Json;

namespace BootLab.Report.Accounts;

/// <summary>An observation as JSON of schema <c>bootlab/observation/1</c>: written, and read back.</summary>
public static class ObservationJson
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "bootlab/observation/1";

    /// <summary>The document.</summary>
    public static string Document(Observation seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return JsonOutput.Document(Schema, json => WriteProperties(json, seen));
    }

    /// <summary>The properties of an observation, in an object that was begun.</summary>
    public static void WriteProperties(Utf8JsonWriter json, Observation seen)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(seen);
        json.WriteString("lab", seen.Lab);
        json.WriteString("lab_file", seen.LabFile);
        json.WriteString("reached", AccountWords.Of(seen.Reached));
        json.WriteString("end", AccountWords.Of(seen.End));
        json.WriteNumber("restarts", seen.Restarts);
        json.WriteNumber("seconds", Seconds(seen.Elapsed));
        json.WriteStartObject("table");
        json.WriteString("of", seen.TableOf);
        json.WriteString("hand_over", seen.HandOver);
        json.WriteString("address", seen.Address is { } address ? $"0x{address:x}" : null);
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(seen.Table)));
        json.WriteString("bytes", Convert.ToHexStringLower(seen.Table));
        json.WriteEndObject();
        WriteBios(json, seen.Bios);
        json.WriteStartObject("image");
        json.WriteString("format", seen.ImageFormat);
        json.WriteNumber("bytes", seen.ImageBytes);
        json.WriteEndObject();
        json.WriteString("bootlab", seen.BootLab);
        json.WriteString("qemu", seen.Qemu);
        json.WriteString("package", seen.Package);
        json.WriteString("accelerator", seen.Accelerator);
        json.WriteString("firmware", seen.Firmware.ToString().ToLowerInvariant());
        json.WriteNumber("memory_mib", seen.MemoryMiB);
        json.WriteStartArray("boots");
        foreach (var boot in seen.Boots)
        {
            WriteBoot(json, boot);
        }

        json.WriteEndArray();
        JsonOutput.WriteStrings(json, "notes", seen.Notes);
    }

    /// <summary>The property <c>bios</c>; nothing where there is none.</summary>
    internal static void WriteBios(Utf8JsonWriter json, BiosData? bios)
    {
        if (bios is null)
        {
            return;
        }

        json.WriteStartObject("bios");
        json.WriteNumber("disks", bios.Disks);
        json.WriteNumber("base_memory_kib", bios.BaseMemoryKiB);
        json.WriteEndObject();
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="ObservationFormatException">It is none.</exception>
    public static Observation Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.String || !schema.ValueEquals(Schema))
            {
                throw new ObservationFormatException($"found another document, expected one of schema {Schema}, as bootlab vm run --image writes");
            }

            return Read(root);
        }
        catch (JsonException broken)
        {
            throw new ObservationFormatException($"line {broken.LineNumber + 1}: found broken JSON ({broken.Message.Split(" LineNumber")[0]}), expected a document of schema {Schema}");
        }
    }

    /// <summary>Reads the properties that <see cref="WriteProperties"/> has written.</summary>
    /// <exception cref="ObservationFormatException">It is none.</exception>
    public static Observation Read(JsonElement root)
    {
        try
        {
            return ReadProperties(root);
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new ObservationFormatException($"found a document of schema {Schema} that lacks a property or has one of another kind ({wrong.Message.TrimEnd('.')}); have it written anew");
        }
    }

    private static Observation ReadProperties(JsonElement root)
    {
        var (table, image) = (root.GetProperty("table"), root.GetProperty("image"));
        var seen = new Observation
        {
            Lab = Text(root, "lab"),
            LabFile = Text(root, "lab_file"),
            End = AccountWords.EndOf(Text(root, "end")),
            Elapsed = Time(root, "seconds"),
            TableOf = Text(table, "of"),
            HandOver = Text(table, "hand_over"),
            Address = table.GetProperty("address").GetString() is { } address ? Convert.ToUInt64(address, 16) : null,
            Table = Convert.FromHexString(Text(table, "bytes")),
            Bios = root.TryGetProperty("bios", out var bios) ? new BiosData(bios.GetProperty("disks").GetByte(), bios.GetProperty("base_memory_kib").GetUInt16()) : null,
            ImageFormat = Text(image, "format"),
            ImageBytes = image.GetProperty("bytes").GetInt64(),
            BootLab = Text(root, "bootlab"),
            Qemu = Text(root, "qemu"),
            Package = Text(root, "package"),
            Accelerator = Text(root, "accelerator"),
            Firmware = Text(root, "firmware") switch { "bios" => FirmwareKind.Bios, "uefi" => FirmwareKind.Uefi, var other => throw new FormatException($"found the firmware '{other}', expected bios or uefi") },
            MemoryMiB = root.GetProperty("memory_mib").GetInt32(),
            Boots = [.. root.GetProperty("boots").EnumerateArray().Select(ReadBoot)],
            Notes = [.. root.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)],
        };
        return seen.Boots.Count > 0 ? seen : throw new ObservationFormatException("boots: found none, expected at least one");
    }

    private static void WriteBoot(Utf8JsonWriter json, ObservedBoot boot)
    {
        json.WriteStartObject();
        json.WriteNumber("at", Seconds(boot.At));
        if (boot.BootSectorAt is { } entered)
        {
            json.WriteNumber("boot_sector_at", Seconds(entered));
        }

        json.WriteStartArray("logins");
        foreach (var login in boot.Logins)
        {
            json.WriteStartObject();
            json.WriteNumber("at", Seconds(login.At));
            json.WriteString("by", login.IsSystem ? "system" : "boot-program");
            json.WriteString("from", login.From);
            json.WriteString("initiator", login.Initiator);
            json.WriteString("target", login.Target);
            json.WriteString("isid", login.Isid);
            json.WriteString("auth", login.Auth);
            json.WriteString("status", $"{login.Status:x4}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("nics");
        foreach (var nic in boot.Nics)
        {
            json.WriteStartObject();
            json.WriteString("name", nic.Name);
            json.WriteString("pci", nic.Pci.ToString());
            json.WriteNumber("frames", nic.Frames);
            json.WriteNumber("frames_after_login", nic.FramesAfterLogin);
            JsonOutput.WriteStrings(json, "dhcp_clients", nic.DhcpClients);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("crashes");
        foreach (var panic in boot.Panics)
        {
            json.WriteStartObject();
            json.WriteNumber("at", Seconds(panic.At));
            json.WriteString("stop_code", panic.StopCode is { } code ? $"0x{code:x}" : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ObservedBoot ReadBoot(JsonElement boot) => new()
    {
        At = Time(boot, "at"),
        BootSectorAt = boot.TryGetProperty("boot_sector_at", out _) ? Time(boot, "boot_sector_at") : null,
        Logins =
        [
            .. boot.GetProperty("logins").EnumerateArray().Select(login => new ObservedLogin(
                Time(login, "at"),
                Text(login, "from"),
                login.GetProperty("initiator").GetString(),
                login.GetProperty("target").GetString(),
                Text(login, "isid"),
                Text(login, "by") == "system",
                Text(login, "auth"),
                Convert.ToUInt16(Text(login, "status"), 16))),
        ],
        Nics =
        [
            .. boot.GetProperty("nics").EnumerateArray().Select(nic => new ObservedNic(
                Text(nic, "name"),
                PciAddress.Parse(Text(nic, "pci")),
                nic.GetProperty("frames").GetInt32(),
                nic.GetProperty("frames_after_login").GetInt32(),
                [.. nic.GetProperty("dhcp_clients").EnumerateArray().Select(name => name.GetString()!)])),
        ],
        Panics = [.. boot.GetProperty("crashes").EnumerateArray().Select(crash => new ObservedPanic(Time(crash, "at"), crash.GetProperty("stop_code").GetString() is { } code ? Convert.ToUInt32(code, 16) : null))],
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);

    private static TimeSpan Time(JsonElement parent, string name) => TimeSpan.FromSeconds(parent.GetProperty(name).GetDouble());

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
