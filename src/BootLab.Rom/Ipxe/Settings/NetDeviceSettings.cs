using System.Buffers.Binary;
using System.Net.NetworkInformation;
using System.Text;
using BootLab.Machine;

namespace BootLab.Rom.Ipxe.Settings;

/// <summary>The settings block of a NIC: what it says of itself, and what was set by hand.</summary>
public sealed class NetDeviceSettings(string name, NicSpec nic) : SettingsBlock(name)
{
    /// <inheritdoc/>
    public override byte[]? FetchOwn(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return base.FetchOwn(setting) ?? setting.Name switch
        {
            "mac" or "hwaddr" => nic.Mac.GetAddressBytes(),
            "bustype" => "PCI"u8.ToArray(),
            "busloc" => BigEndian(0, nic.Pci.Bdf),
            "busid" => [1, .. BigEndian(nic.Model.VendorId, nic.Model.DeviceId)],
            "chip" => Encoding.ASCII.GetBytes(nic.Model.Name),
            "ifname" => Encoding.ASCII.GetBytes(Name),
            "linktype" => "Ethernet"u8.ToArray(),
            _ => null,
        };
    }

    /// <summary>A MAC address in lower case with colons.</summary>
    public static string MacText(PhysicalAddress mac) => SettingType.Hex.Format(mac.GetAddressBytes());

    private static byte[] BigEndian(ushort high, ushort low)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), low);
        return bytes;
    }
}

/// <summary>The block <c>netX</c>: whichever NIC was opened last.</summary>
public sealed class LastOpenedSettings(Func<SettingsBlock?> lastOpened) : SettingsBlock("netX"), ISettingsAlias
{
    /// <inheritdoc/>
    public override (byte[] Value, SettingsBlock Origin)? Fetch(Setting setting) => lastOpened()?.Fetch(setting);

    /// <inheritdoc/>
    public override byte[]? FetchOwn(Setting setting) => lastOpened()?.FetchOwn(setting);

    /// <inheritdoc/>
    public override void Store(Setting setting, byte[]? value) => lastOpened()?.Store(setting, value);

    /// <inheritdoc/>
    public override void Clear() => lastOpened()?.Clear();

    /// <inheritdoc/>
    public override SettingsBlock? Find(string name) => lastOpened()?.Find(name);
}
