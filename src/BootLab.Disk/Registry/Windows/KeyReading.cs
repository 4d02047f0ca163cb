namespace BootLab.Disk.Registry.Windows;

/// <summary>Values of a key that may be absent, as what they are.</summary>
internal static class KeyReading
{
    public static string? Text(this RegistryKey? key, string name) => key?.Value(name)?.AsString;

    public static uint? Number(this RegistryKey? key, string name) => key?.Value(name)?.AsUInt32;

    public static IReadOnlyList<string> Texts(this RegistryKey? key, string name) => key?.Value(name)?.AsStrings ?? [];

    public static Guid? Id(this RegistryKey? key, string name) => Guid.TryParseExact(key.Text(name), "B", out var id) ? id : null;

    public static IReadOnlyList<RegistryKey> SubkeysOf(this RegistryKey? key, string path) => key?.Find(path)?.Subkeys ?? [];
}
