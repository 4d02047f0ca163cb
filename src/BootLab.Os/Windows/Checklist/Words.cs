using System.Globalization;
using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Checklist;

/// <summary>Values as lines say them.</summary>
internal static class Words
{
    public const string Absent = "absent";

    private const int MostBytes = 24;
    private const int MostCharacters = 500;

    /// <summary>Names of <c>Start</c> (winnt.h, SERVICE_BOOT_START and so on).</summary>
    public static string Start(uint? start) => start switch
    {
        0 => "0 (boot)",
        1 => "1 (system)",
        2 => "2 (automatic)",
        3 => "3 (on demand)",
        4 => "4 (disabled)",
        null => Absent,
        _ => Number(start),
    };

    public static string Number(uint? number) => number is { } known ? known.ToString(CultureInfo.InvariantCulture) : Absent;

    public static string Text(string? text) => text is null ? Absent : text.Length == 0 ? "empty" : text;

    public static string List(IReadOnlyCollection<string> texts) => texts.Count == 0 ? "none" : string.Join(", ", texts);

    /// <summary>A value of any type, as it is.</summary>
    public static string Value(RegistryValue? value) => value switch
    {
        null => Absent,
        _ when value.AsUInt32 is { } number => Number(number),
        _ when value.AsString is { } text => Text(text),
        _ when value.Type == RegistryValueType.MultiString => List(value.AsStrings),
        _ when value.Bytes is { Length: <= MostBytes } bytes => $"{value.Type} {Convert.ToHexStringLower(bytes)}",
        _ => $"{value.Type} of {value.Length} bytes",
    };

    /// <summary>A text that may be of any length in a hive, as much of it as a line can bear.</summary>
    public static string Short(string text) => text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}... ({text.Length} characters)";

    /// <summary>How a service is started.</summary>
    public static string Starting(WindowsService? service) => service is null ? "no such service"
        : service.BootFlags is { } flags ? $"Start {Start(service.Start)}, BootFlags 0x{flags:x}"
        : $"Start {Start(service.Start)}";
}
