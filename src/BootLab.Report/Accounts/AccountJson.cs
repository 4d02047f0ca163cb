using System.Security.Cryptography;
using System.Text.Json;
using BootLab.Machine;
using BootLab.Report.Json;
using BootLab.Report.Predictions;

namespace BootLab.Report.Accounts;

/// <summary>Accounts as JSON.</summary>
public static class AccountJson
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "bootlab/report/1";

    /// <summary>The document.</summary>
    public static string Document(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return JsonOutput.Document(Schema, json => Write(json, account));
    }

    private static void Write(Utf8JsonWriter json, Account account)
    {
        var situation = account.Situation;
        json.WriteString("bootlab", BootLabVersion.Text);
        json.WriteString("outcome", account.Outcome);
        json.WriteString("note", account.Note);
        json.WriteStartObject("windows");
        json.WriteString("release", account.IsReleaseKnown ? situation.Release.Id : null);
        json.WriteString("name", account.IsReleaseKnown ? situation.Release.Name : null);
        JsonOutput.WriteStrings(json, "hotfixes", situation.Hotfixes);
        json.WriteBoolean("setup", situation.IsSetup);
        json.WriteEndObject();
        json.WriteString("boot_program", account.BootProgram);
        WriteTable(json, account);
        WriteMachine(json, situation.Machine, situation.Memory.Firmware);
        WriteNetworks(json, situation.Networks);
        WriteTargets(json, situation.Targets);
        WriteInstallation(json, situation.Installed);
        json.WriteBoolean("predictions_use_the_disk", account.KnowsDisk);
        PredictionJson.Write(json, account.Predictions);
        if (account.Seen is { } seen)
        {
            json.WriteStartObject("observation");
            ObservationJson.WriteProperties(json, seen);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("observation");
        }

        JsonOutput.WriteStrings(json, "scrubbed", account.Scrubbed);
    }

    private static void WriteTable(Utf8JsonWriter json, Account account)
    {
        if (account.Table is not { } table)
        {
            json.WriteNull("table");
            return;
        }

        json.WriteStartObject("table");
        json.WriteString("address", $"0x{table.Address:x}");
        json.WriteString("place", table.Address < 1 << 20 ? "low-memory" : "acpi");
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(table.Bytes)));
        json.WriteString("bytes", Convert.ToHexStringLower(table.Bytes));
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json, MachineSpec? machine, FirmwareKind firmware)
    {
        json.WriteStartObject("machine");
        json.WriteString("firmware", firmware == FirmwareKind.Uefi ? "uefi" : "bios");
        if (machine is not null)
        {
            json.WriteNumber("memory_mib", machine.MemoryMiB);
            json.WriteString("manufacturer", machine.Smbios.Manufacturer);
            json.WriteString("product", machine.Smbios.Product);
            json.WriteStartArray("nics");
            foreach (var nic in machine.Nics)
            {
                json.WriteStartObject();
                json.WriteString("name", nic.Name);
                json.WriteString("mac", MacText.Format(nic.Mac));
                json.WriteString("pci", nic.Pci.ToString());
                json.WriteString("model", $"{nic.Model.VendorId:x4}:{nic.Model.DeviceId:x4}");
                WriteHex(json, "subsystem", nic.Subsystem, "x8");
                WriteHex(json, "revision", nic.Revision, "x2");
                WriteHex(json, "serial", nic.SerialNumber, "x16");
                json.WriteString("attachment", nic.Attachment.ToString().ToLowerInvariant());
                json.WriteString("network", nic.Network);
                json.WriteBoolean("link", nic.LinkUp && nic.Network is not null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteNetworks(Utf8JsonWriter json, IEnumerable<NetworkSpec> networks)
    {
        json.WriteStartArray("networks");
        foreach (var network in networks)
        {
            json.WriteStartObject();
            json.WriteString("name", network.Name);
            json.WriteString("subnet", network.Subnet.ToString());
            json.WriteString("server", network.Server.ToString());
            json.WriteNumber("forwarding_delay_s", network.ForwardingDelay.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTargets(Utf8JsonWriter json, IEnumerable<TargetSpec> targets)
    {
        json.WriteStartArray("targets");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("iqn", target.Iqn);
            JsonOutput.WriteStrings(json, "portals", target.Portals.Select(portal => portal.ToString()));
            JsonOutput.WriteStrings(json, "initiators", target.Initiators);
            json.WriteString("chap", target.Chap switch { null => "none", { ReverseSecret: null } => "one-way", _ => "mutual" });
            json.WriteString("redirect", target.Redirect);
            JsonOutput.WriteStrings(json, "faults", target.Faults);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInstallation(Utf8JsonWriter json, InstallRecord? record)
    {
        if (record is null)
        {
            json.WriteNull("installed");
            return;
        }

        json.WriteStartObject("installed");
        if (record.Build is { } build)
        {
            json.WriteNumber("build", build);
        }

        JsonOutput.WriteStrings(json, "hotfixes", record.Hotfixes);
        json.WriteString("way", record.Way switch { InstallWay.SetupToIscsi => "setup-to-iscsi", InstallWay.Copied => "copied", _ => null });
        json.WriteString("first_nic", MacText.Format(record.FirstNic.Mac));
        json.WriteString("first_nic_pci", record.FirstNic.Pci.ToString());
        json.WriteString("table", record.Table is { } table ? Convert.ToHexStringLower(table.Span) : null);
        json.WriteStartArray("nics");
        foreach (var nic in record.Nics)
        {
            json.WriteStartObject();
            json.WriteString("mac", MacText.Format(nic.Mac));
            json.WriteString("pci", nic.Pci.ToString());
            json.WriteString("model", nic is { VendorId: { } vendor, DeviceId: { } device } ? $"{vendor:x4}:{device:x4}" : null);
            WriteHex(json, "subsystem", nic.Subsystem, "x8");
            WriteHex(json, "revision", nic.Revision, "x2");
            WriteHex(json, "serial", nic.SerialNumber, "x16");
            json.WriteString("instance", nic.InstancePath);
            json.WriteString("class_index", nic.ClassIndex);
            json.WriteString("service", nic.Service);
            if (nic.IsListed is { } isListed)
            {
                json.WriteBoolean("listed", isListed);
            }

            if (nic.Filters is { } filters)
            {
                JsonOutput.WriteStrings(json, "filters", filters.Select(filter => $"{filter.Id}{(filter.IsMandatory ? ", mandatory" : "")}{(filter.IsBootStart ? ", boot-start" : "")}"));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHex<T>(Utf8JsonWriter json, string name, T? value, string format)
        where T : struct, IFormattable => json.WriteString(name, value is { } number ? $"0x{number.ToString(format, System.Globalization.CultureInfo.InvariantCulture)}" : null);
}
