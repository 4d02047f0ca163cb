using System.Globalization;
using System.Text;
using BootLab.Labs.Files.Sections;
using BootLab.Labs.Files.Shapes;
using BootLab.Labs.Tables;
using BootLab.Machine;

namespace BootLab.Labs.Files;

/// <summary>Writes install records as files that <see cref="InstallRecordFile"/> reads.</summary>
public static class InstallRecordText
{
    private const int BytesPerLine = 32;

    /// <summary>The record as YAML; the table is in it, CHAP secrets included.</summary>
    /// <param name="record">The record.</param>
    /// <param name="comment">Lines for the head of the file, without <c>#</c>.</param>
    public static string Of(InstallRecord record, params IEnumerable<string> comment)
    {
        ArgumentNullException.ThrowIfNull(record);
        var text = new StringBuilder();
        foreach (var line in comment)
        {
            text.Append($"# {line}\n");
        }

        Append(text, "build", record.Build?.ToString(CultureInfo.InvariantCulture));
        Append(text, "hotfixes", record.Hotfixes.Count == 0 ? null : $"[{string.Join(", ", record.Hotfixes)}]");
        Append(text, "way", record.Way == InstallWay.Unknown ? null : Scalars.KebabCase(record.Way.ToString()));
        Append(text, "first-nic", $"{{mac: {Mac(record.FirstNic)}, pci: \"{record.FirstNic.Pci}\"}}");
        if (record.Nics.Count > 0)
        {
            text.Append("nics:\n");
        }

        foreach (var nic in record.Nics)
        {
            AppendNic(text, nic);
        }

        // A line break in a quoted text is a space to YAML.
        Append(text, "table", record.Table is { } table
            ? $"\"hex:\n  {string.Join("\n  ", table.ToArray().Chunk(BytesPerLine).Select(Convert.ToHexStringLower))}\""
            : null);
        return text.ToString();
    }

    private static void AppendNic(StringBuilder text, InstalledNic nic)
    {
        text.Append($"  - mac: {Mac(nic)}\n");
        var indent = "    ";
        Append(text, "pci", $"\"{nic.Pci}\"", indent);
        Append(text, "vendor", Hex(nic.VendorId, 4), indent);
        Append(text, "device", Hex(nic.DeviceId, 4), indent);
        Append(text, "subsystem", Hex(nic.Subsystem, 8), indent);
        Append(text, "revision", Hex(nic.Revision, 2), indent);
        Append(text, "serial", nic.SerialNumber is { } serial ? $"\"{PciIdentity.SerialText(serial)}\"" : null, indent);
        Append(text, "instance", Quoted(nic.InstancePath), indent);
        Append(text, "class-index", nic.ClassIndex is { } index ? $"\"{index}\"" : null, indent);
        Append(text, "service", Quoted(nic.Service), indent);
        Append(text, "listed", nic.IsListed?.ToString().ToLowerInvariant(), indent);
        Append(text, "filters", nic.Filters is { } filters ? $"[{string.Join(", ", filters.Select(Filter))}]" : null, indent);
    }

    private static string Filter(InstalledFilter filter) =>
        $"{{id: {Quoted(filter.Id)}, mandatory: {(filter.IsMandatory ? "true" : "false")}{(filter.IsBootStart ? ", boot-start: true" : "")}}}";

    private static void Append(StringBuilder text, string key, string? value, string indent = "")
    {
        if (value is not null)
        {
            text.Append($"{indent}{key}: {value}\n");
        }
    }

    private static string? Quoted(string? text) => text is null ? null : TableSpecText.Quoted(text);

    private static string Mac(InstalledNic nic) => $"\"{string.Join(':', nic.Mac.GetAddressBytes().Select(value => value.ToString("x2", CultureInfo.InvariantCulture)))}\"";

    private static string? Hex<T>(T? number, int digits)
        where T : struct, IFormattable => number is { } value ? $"0x{value.ToString($"x{digits}", CultureInfo.InvariantCulture)}" : null;
}
