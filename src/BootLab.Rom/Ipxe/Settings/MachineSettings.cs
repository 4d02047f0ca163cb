using System.Text;
using BootLab.Machine;

namespace BootLab.Rom.Ipxe.Settings;

/// <summary>What the machine's SMBIOS says: UUID, manufacturer, product, serial number, asset tag.</summary>
public sealed class SmbiosSettings(MachineSpec machine) : SettingsBlock("smbios")
{
    /// <inheritdoc/>
    public override byte[]? FetchOwn(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return base.FetchOwn(setting) ?? setting.Name switch
        {
            "uuid" => machine.Uuid == Guid.Empty ? null : machine.Uuid.ToByteArray(bigEndian: true),
            "manufacturer" => Text(machine.Smbios.Manufacturer),
            "product" => Text(machine.Smbios.Product),
            "serial" => Text(machine.Smbios.Serial),
            "asset" => Text(machine.Smbios.Asset),
            _ => null,
        };
    }

    private static byte[]? Text(string? text) => text is null ? null : Encoding.Latin1.GetBytes(text);
}

/// <summary>What the boot program says of itself: platform, architecture, version, the last error.</summary>
public sealed class BuiltinSettings(MachineSpec machine, string version, Func<uint> errno, Func<DateTimeOffset> now) : SettingsBlock("builtin")
{
    /// <inheritdoc/>
    public override byte[]? FetchOwn(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return base.FetchOwn(setting) ?? setting.Name switch
        {
            "platform" => Encoding.ASCII.GetBytes(machine.Firmware == FirmwareKind.Bios ? "pcbios" : "efi"),
            "buildarch" => Encoding.ASCII.GetBytes(machine.Firmware == FirmwareKind.Bios ? "i386" : "x86_64"),
            "version" => Encoding.ASCII.GetBytes(version),
            "errno" => SettingType.UInt32.Parse($"0x{errno():x}"),
            "unixtime" => SettingType.UInt32.Parse($"{now().ToUnixTimeSeconds()}"),
            "memsize" => SettingType.UInt32.Parse($"{machine.MemoryMiB}"),
            _ => null,
        };
    }
}
