using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BootLab.Machine;
using BootLab.Report.Json;
using BootLab.Report.Predictions;

namespace BootLab.Report.Accounts;

/// <summary>Accounts as JSON. Machine, networks, targets and system are written as in a lab's file, for which they can be used; what is not known is left out.</summary>
public static class AccountJson
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "bootlab/report/1";

    /// <summary>Where a table is that ACPI lists.</summary>
    public const string Acpi = "acpi";

    /// <summary>Where a table is that a BIOS boot program leaves.</summary>
    public const string LowMemory = "low-memory";

    /// <summary>What stands for a version of Windows that nobody named.</summary>
    public const string UnknownSystem = "unknown";

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
        WriteText(json, "outcome", account.Outcome);
        WriteText(json, "note", account.Note);
        WriteText(json, "boot_program", account.BootProgram);
        if (situation.PreBoot is { Booted: { } started })
        {
            json.WriteBoolean("disk_started", started);
        }

        WriteTable(json, account);
        ObservationJson.WriteBios(json, BiosData.Of(situation.Memory));
        json.WriteString("firmware", Word(situation.Memory.Firmware));
        WriteMachine(json, situation.Machine);
        WriteNetworks(json, situation.Networks);
        WriteTargets(json, situation.Targets);
        json.WriteStartObject("os");
        json.WriteString("system", account.IsReleaseKnown ? $"windows-{situation.Release.Id}" : UnknownSystem);
        JsonOutput.WriteStrings(json, "hotfixes", situation.Hotfixes);
        json.WriteBoolean("setup", situation.IsSetup);
        WriteInstallation(json, situation.Installed);
        json.WriteEndObject();
        JsonOutput.WriteStrings(json, "not_sent", account.NotSent);
        PredictionJson.Write(json, account.Predictions);
        if (account.Seen is { } seen)
        {
            json.WriteStartObject("observation");
            ObservationJson.WriteProperties(json, seen);
            json.WriteEndObject();
        }

        JsonOutput.WriteStrings(json, "scrubbed", account.Scrubbed);
    }

    private static void WriteTable(Utf8JsonWriter json, Account account)
    {
        if (account.Table is not { } table)
        {
            return;
        }

        json.WriteStartObject("table");
        json.WriteString("address", $"0x{table.Address:x}");
        json.WriteString("place", table.Address < 1 << 20 ? LowMemory : Acpi);
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(table.Bytes)));
        json.WriteString("bytes", Convert.ToHexStringLower(table.Bytes));
        json.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter json, MachineSpec? machine)
    {
        if (machine is null)
        {
            return;
        }

        json.WriteStartObject("machine");
        json.WriteString("firmware", Word(machine.Firmware));
        json.WriteNumber("memory", machine.MemoryMiB);
        json.WriteNumber("local-disks", machine.LocalDisks);
        json.WriteStartObject("smbios");
        WriteText(json, "manufacturer", machine.Smbios.Manufacturer);
        WriteText(json, "product", machine.Smbios.Product);
        json.WriteEndObject();
        json.WriteStartArray("nics");
        foreach (var nic in machine.Nics)
        {
            json.WriteStartObject();
            json.WriteString("name", nic.Name);
            json.WriteString("mac", MacText.Format(nic.Mac));
            json.WriteString("pci", nic.Pci.ToString());
            json.WriteStartObject("model");
            json.WriteString("driver", nic.Model.Name);
            json.WriteNumber("vendor", nic.Model.VendorId);
            json.WriteNumber("device", nic.Model.DeviceId);
            json.WriteEndObject();
            WriteIdentity(json, nic.Subsystem, nic.Revision, nic.SerialNumber);
            json.WriteString("attachment", nic.Attachment.ToString().ToLowerInvariant());
            WriteText(json, "network", nic.Network);
            json.WriteString("link", nic.LinkUp ? "up" : "down");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNetworks(Utf8JsonWriter json, IEnumerable<NetworkSpec> networks)
    {
        json.WriteStartObject("networks");
        foreach (var network in networks)
        {
            json.WriteStartObject(network.Name);
            json.WriteString("subnet", network.Subnet.ToString());
            json.WriteString("server", network.Server.ToString());
            json.WriteString("forwarding-delay", string.Create(CultureInfo.InvariantCulture, $"{network.ForwardingDelay.TotalMilliseconds:0}ms"));
            if (network.RouterAdvertisements is { } router)
            {
                json.WriteStartObject("router-advertisements");
                json.WriteString("router", router.Router.ToString());
                WriteText(json, "prefix", router.Prefix?.ToString());
                json.WriteNumber("lifetime", router.LifetimeSeconds);
                json.WriteBoolean("managed", router.Managed);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter json, IEnumerable<TargetSpec> targets)
    {
        json.WriteStartArray("targets");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("iqn", target.Iqn);
            JsonOutput.WriteStrings(json, "portals", target.Portals.Select(portal => portal.ToString()));
            json.WriteStartObject("luns");
            foreach (var (number, disk) in target.Luns)
            {
                json.WriteString(number.ToString(CultureInfo.InvariantCulture), disk.Image);
            }

            json.WriteEndObject();
            WriteText(json, "any-lun", target.AnyLun?.Image);
            if (target.Chap is { } chap)
            {
                json.WriteStartObject("chap");
                json.WriteString("user", chap.User);
                json.WriteString("secret", chap.Secret);
                WriteText(json, "reverse-user", chap.ReverseUser);
                WriteText(json, "reverse-secret", chap.ReverseSecret);
                json.WriteString("when", target.ChapWhen.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }

            JsonOutput.WriteStrings(json, "initiators", target.Initiators);
            if (target.MaxSessions is { } most)
            {
                json.WriteNumber("max-sessions", most);
            }

            WriteText(json, "redirect", target.Redirect);
            JsonOutput.WriteStrings(json, "faults", target.Faults);
            WriteText(json, "existing", target.Existing?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInstallation(Utf8JsonWriter json, InstallRecord? record)
    {
        if (record is null)
        {
            return;
        }

        json.WriteStartObject("installed");
        WriteNumber(json, "build", record.Build);
        JsonOutput.WriteStrings(json, "hotfixes", record.Hotfixes);
        WriteText(json, "way", record.Way switch { InstallWay.SetupToIscsi => "setup-to-iscsi", InstallWay.Copied => "copied", _ => null });
        WriteText(json, "table", record.Table is { } table ? $"hex:{Convert.ToHexStringLower(table.Span)}" : null);
        json.WriteStartObject("first-nic");
        json.WriteString("mac", MacText.Format(record.FirstNic.Mac));
        json.WriteString("pci", record.FirstNic.Pci.ToString());
        json.WriteEndObject();
        json.WriteStartArray("nics");
        foreach (var nic in record.Nics)
        {
            WriteInstalled(json, nic);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInstalled(Utf8JsonWriter json, InstalledNic nic)
    {
        json.WriteStartObject();
        json.WriteString("mac", MacText.Format(nic.Mac));
        json.WriteString("pci", nic.Pci.ToString());
        WriteNumber(json, "vendor", nic.VendorId);
        WriteNumber(json, "device", nic.DeviceId);
        WriteIdentity(json, nic.Subsystem, nic.Revision, nic.SerialNumber);
        WriteText(json, "instance", nic.InstancePath);
        WriteText(json, "class-index", nic.ClassIndex);
        WriteText(json, "service", nic.Service);
        if (nic.IsListed is { } isListed)
        {
            json.WriteBoolean("listed", isListed);
        }

        if (nic.Filters is { } filters)
        {
            json.WriteStartArray("filters");
            foreach (var filter in filters)
            {
                json.WriteStartObject();
                json.WriteString("id", filter.Id);
                json.WriteBoolean("mandatory", filter.IsMandatory);
                json.WriteBoolean("boot-start", filter.IsBootStart);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, uint? subsystem, byte? revision, ulong? serial)
    {
        WriteNumber(json, "subsystem", subsystem);
        WriteNumber(json, "revision", revision);
        if (serial is { } number)
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
            json.WriteString("serial", BitConverter.ToString(bytes).ToLowerInvariant());
        }
    }

    private static string Word(FirmwareKind firmware) => firmware.ToString().ToLowerInvariant();

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
