using System.Text.Json;
using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Knowledge;
using BootLab.Report.Tables;

namespace BootLab.Report.Json;

/// <summary>A table as JSON. Secrets are null with <c>masked</c> true beside them, and <c>**</c> among the bytes, unless they are to be shown.</summary>
public static class IbftJson
{
    /// <summary>What the object is, for its <c>schema</c> property.</summary>
    public const string Schema = "bootlab/ibft/1";

    /// <summary>Writes the properties of a table into the object that is open: its values, every byte explained, what is wrong with its form.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, IbftReading reading, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Table is { } table)
        {
            WriteValues(json, table, secrets);
            WriteFields(json, bytes, table, secrets);
        }

        WriteAnomalies(json, reading.Anomalies);
    }

    /// <summary>Writes the values of a table into the object that is open.</summary>
    public static void WriteValues(Utf8JsonWriter json, IbftTable table, Secrets secrets)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(secrets);
        json.WriteNumber("size", table.Size);
        WriteHeader(json, table.Header);
        json.WriteStartObject("control");
        WriteStructure(json, table.Control);
        json.WriteStartArray("offsets");
        foreach (var slot in table.Control.Slots)
        {
            json.WriteNumberValue(slot.Offset);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        WriteArray(json, "initiators", table.Initiators, initiator => WriteInitiator(json, initiator, secrets));
        WriteArray(json, "nics", table.Nics, nic => WriteNic(json, nic, secrets));
        WriteArray(json, "targets", table.Targets, target => WriteTarget(json, target, secrets));
        WriteArray(json, "others", table.Others, _ => { });
    }

    private static void WriteHeader(Utf8JsonWriter json, IbftHeader header)
    {
        json.WriteStartObject("header");
        json.WriteString("signature", header.Signature);
        json.WriteNumber("length", header.Length);
        json.WriteNumber("revision", header.Revision);
        json.WriteNumber("checksum", header.Checksum);
        json.WriteString("oem_id", header.OemId);
        json.WriteString("oem_table_id", header.OemTableId);
        json.WriteEndObject();
    }

    private static void WriteInitiator(Utf8JsonWriter json, IbftInitiator initiator, Secrets secrets)
    {
        WriteAddress(json, "isns_server", initiator.IsnsServer);
        WriteAddress(json, "slp_server", initiator.SlpServer);
        WriteAddress(json, "primary_radius_server", initiator.PrimaryRadiusServer);
        WriteAddress(json, "secondary_radius_server", initiator.SecondaryRadiusServer);
        WriteText(json, "name", initiator.Name, secrets);
    }

    private static void WriteNic(Utf8JsonWriter json, IbftNic nic, Secrets secrets)
    {
        WriteAddress(json, "ip_address", nic.IpAddress);
        json.WriteNumber("subnet_mask_prefix", nic.SubnetMaskPrefix);
        json.WriteNumber("origin", (byte)nic.Origin);
        WriteAddress(json, "gateway", nic.Gateway);
        WriteAddress(json, "primary_dns", nic.PrimaryDns);
        WriteAddress(json, "secondary_dns", nic.SecondaryDns);
        WriteAddress(json, "dhcp_server", nic.DhcpServer);
        json.WriteNumber("vlan", nic.Vlan);
        json.WriteString("mac_address", MacText.Format(nic.MacAddress));
        json.WriteString("pci", PciText.Format(nic.PciBdf));
        WriteText(json, "host_name", nic.HostName, secrets);
    }

    private static void WriteTarget(Utf8JsonWriter json, IbftTarget target, Secrets secrets)
    {
        WriteAddress(json, "ip_address", target.IpAddress);
        json.WriteNumber("port", target.Port);
        json.WriteString("boot_lun", target.BootLun.ToString());
        json.WriteNumber("chap_type", (byte)target.ChapType);
        json.WriteNumber("nic_association", target.NicAssociation);
        WriteText(json, "name", target.Name, secrets);
        WriteText(json, "chap_name", target.ChapName, secrets);
        WriteText(json, "chap_secret", target.ChapSecret, secrets);
        WriteText(json, "reverse_chap_name", target.ReverseChapName, secrets);
        WriteText(json, "reverse_chap_secret", target.ReverseChapSecret, secrets);
    }

    private static void WriteFields(Utf8JsonWriter json, ReadOnlySpan<byte> bytes, IbftTable table, Secrets secrets)
    {
        json.WriteStartArray("fields");
        foreach (var row in FieldRows.Of(bytes, table, secrets))
        {
            json.WriteStartObject();
            json.WriteNumber("offset", row.Offset);
            json.WriteNumber("length", row.Length);
            json.WriteString("structure", row.Structure);
            json.WriteString("field", row.Field);
            json.WriteString("bytes", HexText.Bytes(bytes.Slice(row.Offset, row.Length), row.Offset, int.MaxValue, secrets));
            json.WriteString("meaning", row.Meaning);
            if (row.Path is { } path && FieldReaders.Of(path) is { Count: > 0 } readers)
            {
                json.WriteStartArray("read_by");
                foreach (var reader in readers)
                {
                    json.WriteStartObject();
                    json.WriteString("who", reader.Name);
                    json.WriteString("evidence", reader.Evidence.Word());
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAnomalies(Utf8JsonWriter json, IReadOnlyList<IbftAnomaly> anomalies)
    {
        json.WriteStartArray("anomalies");
        foreach (var anomaly in anomalies)
        {
            json.WriteStartObject();
            json.WriteString("kind", anomaly.Kind.ToString());
            json.WriteNumber("offset", anomaly.Offset);
            json.WriteNumber("length", anomaly.Length);
            json.WriteString("message", anomaly.Message);
            json.WriteBoolean("unreadable", anomaly.IsUnreadable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> structures, Action<T> fields)
        where T : IbftStructure
    {
        json.WriteStartArray(name);
        foreach (var structure in structures)
        {
            json.WriteStartObject();
            WriteStructure(json, structure);
            fields(structure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStructure(Utf8JsonWriter json, IbftStructure structure)
    {
        json.WriteNumber("offset", structure.Offset);
        json.WriteNumber("id", (byte)structure.Id);
        json.WriteNumber("version", structure.Version);
        json.WriteNumber("length", structure.Length);
        json.WriteNumber("index", structure.Index);
        json.WriteNumber("flags", structure.Flags);
    }

    /// <summary>Null for sixteen zero bytes; <c>::ffff:0.0.0.0</c> stays distinct.</summary>
    private static void WriteAddress(Utf8JsonWriter json, string name, IbftAddress address) =>
        json.WriteString(name, address.IsAbsent ? null : address.ToString());

    private static void WriteText(Utf8JsonWriter json, string name, IbftString text, Secrets secrets)
    {
        json.WriteStartObject(name);
        json.WriteNumber("offset", text.Offset);
        json.WriteNumber("length", text.Length);
        json.WriteString("text", secrets.Plain(text));
        if (!text.IsAbsent && secrets.Covers(text.Offset, text.Length))
        {
            json.WriteBoolean("masked", true);
        }

        json.WriteEndObject();
    }
}
