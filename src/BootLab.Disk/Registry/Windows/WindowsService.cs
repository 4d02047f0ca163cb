namespace BootLab.Disk.Registry.Windows;

/// <summary>A driver or service in a control set.</summary>
/// <param name="Name">Its name, which may differ from that of its file.</param>
/// <param name="KeyPath">Path of its key, from the root of the hive.</param>
public sealed record WindowsService(string Name, string KeyPath)
{
    /// <summary>When it starts: 0 boot, 1 system, 2 automatic, 3 on demand, 4 disabled; null when nothing is said.</summary>
    public uint? Start { get; init; }

    /// <summary>On which boots the loader starts it although <see cref="Start"/> is not 0: bit 0 for a boot from the network.</summary>
    public uint? BootFlags { get; init; }

    /// <summary>What it is: 1 a kernel driver, 2 a file system, 0x10 and 0x20 programs.</summary>
    public uint? Type { get; init; }

    /// <summary>What happens when it fails.</summary>
    public uint? ErrorControl { get; init; }

    /// <summary>Its group in the order of loading, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Its file, or null for the default <c>System32\drivers\NAME.sys</c>.</summary>
    public string? ImagePath { get; init; }

    /// <summary>Values that replace <see cref="Start"/> for hardware configurations (Windows 8 on), by name.</summary>
    public IReadOnlyList<(string Name, uint? Start)> StartOverrides { get; init; } = [];

    /// <summary>Whether the loader loads it on every boot.</summary>
    public bool IsBootStart => Start == 0;

    /// <summary>Whether the loader loads it on a boot from the network, as <see cref="BootFlags"/> says.</summary>
    public bool IsPromotedOnNetworkBoot => (BootFlags & 1) == 1;

    /// <summary>Reads a service, or null when the control set has none of that name.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public static WindowsService? Read(ControlSet set, string name) => set.Key.Find($"Services\\{name}") is not { } key ? null : new WindowsService(key.Name, $"{set.Key.Name}\\Services\\{key.Name}")
    {
        Start = key.Number("Start"),
        BootFlags = key.Number("BootFlags"),
        Type = key.Number("Type"),
        ErrorControl = key.Number("ErrorControl"),
        Group = key.Text("Group"),
        ImagePath = key.Text("ImagePath"),
        StartOverrides = [.. (key.Find("StartOverride")?.Values ?? []).Select(value => (value.Name, value.AsUInt32))],
    };
}
