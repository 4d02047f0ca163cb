using System.Globalization;
using System.Text.RegularExpressions;

namespace BootLab.Disk.Registry.Windows;

/// <summary>Where a PCI device was when Windows last saw it.</summary>
public readonly record struct PciLocation(uint Bus, uint Device, uint Function)
{
    /// <summary>In the usual form, such as <c>08:04.1</c>.</summary>
    public override string ToString() => $"{Bus:x2}:{Device:x2}.{Function:x}";
}

/// <summary>A device that this Windows has met (<c>Enum\PCI\VEN_...\INSTANCE</c>), present or not.</summary>
/// <param name="Enumerator">Who found it: PCI, ROOT, ...</param>
/// <param name="DeviceId">The second part of its path, such as <c>VEN_8086&amp;DEV_10D3&amp;SUBSYS_...&amp;REV_00</c>.</param>
/// <param name="InstanceId">The third part: of a serial number, or of the place on the bus.</param>
/// <param name="KeyPath">Path of its key, from the root of the hive.</param>
public sealed partial record DeviceInstance(string Enumerator, string DeviceId, string InstanceId, string KeyPath)
{
    /// <summary>ConfigFlags that keep a device from starting: 1 disabled, 0x20 to be installed anew, 0x40 installation failed.</summary>
    public const uint NotStartingFlags = 0x61;

    /// <summary>The device instance path, as Windows shows it.</summary>
    public string Path => $"{Enumerator}\\{DeviceId}\\{InstanceId}";

    /// <summary>Its driver's service, or null when it has none.</summary>
    public string? Service { get; init; }

    /// <summary>Its class and number, <c>{GUID}\NNNN</c>: the key with the driver's settings below <c>Control\Class</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>Its class.</summary>
    public Guid? ClassGuid { get; init; }

    /// <summary>Flags of the device; see <see cref="NotStartingFlags"/>.</summary>
    public uint? ConfigFlags { get; init; }

    /// <summary>Where it is, as text.</summary>
    public string? LocationInformation { get; init; }

    /// <summary>The address on its bus: for PCI the device times 65536 and the function.</summary>
    public uint? Address { get; init; }

    /// <summary>The identifiers by which a driver is looked for, most exact first.</summary>
    public IReadOnlyList<string> HardwareIds { get; init; } = [];

    /// <summary>Filters above this device alone.</summary>
    public IReadOnlyList<string> UpperFilters { get; init; } = [];

    /// <summary>Where it was on the PCI bus, from <see cref="LocationInformation"/>; null for others and for text that is not understood.</summary>
    public PciLocation? PciLocation => Location(LocationInformation);

    /// <summary>PCI vendor, or null; likewise the three that follow.</summary>
    public uint? PciVendor => Part("VEN_");

    /// <summary>PCI device.</summary>
    public uint? PciDevice => Part("DEV_");

    /// <summary>PCI subsystem: device in the upper, vendor in the lower 16 bits.</summary>
    public uint? PciSubsystem => Part("SUBSYS_");

    /// <summary>PCI revision.</summary>
    public uint? PciRevision => Part("REV_");

    /// <summary>Reads all devices that an enumerator has met.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public static IEnumerable<DeviceInstance> ReadAll(ControlSet set, RegistryKey enumerator) =>
        from device in enumerator.Subkeys
        from instance in device.Subkeys
        select new DeviceInstance(enumerator.Name, device.Name, instance.Name, $"{set.Key.Name}\\Enum\\{enumerator.Name}\\{device.Name}\\{instance.Name}")
        {
            Service = instance.Text("Service"),
            Driver = instance.Text("Driver"),
            ClassGuid = instance.Id("ClassGUID"),
            ConfigFlags = instance.Number("ConfigFlags"),
            LocationInformation = instance.Text("LocationInformation"),
            Address = instance.Number("Address"),
            HardwareIds = instance.Texts("HardwareID"),
            UpperFilters = instance.Texts("UpperFilters"),
        };

    private static PciLocation? Location(string? text)
    {
        var match = PciWords().Match(text ?? string.Empty);
        return Number("bus") is { } bus && Number("device") is { } device && Number("function") is { } function ? new PciLocation(bus, device, function) : null;

        uint? Number(string part) => uint.TryParse(match.Groups[part].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Vista on: a text to be translated, and the numbers in brackets behind it; before: the text, in English on most systems.
    [GeneratedRegex(@"(;\((?<bus>[0-9]+),(?<device>[0-9]+),(?<function>[0-9]+)\)|^PCI bus (?<bus>[0-9]+), device (?<device>[0-9]+), function (?<function>[0-9]+))$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex PciWords();

    private uint? Part(string name) =>
        DeviceId.Split('&').FirstOrDefault(part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase)) is { } found
        && uint.TryParse(found.AsSpan(name.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
