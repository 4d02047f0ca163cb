using System.Text;
using BootLab.Net.Dhcp;

namespace BootLab.Rom.Ipxe.Settings;

/// <summary>A DHCP message as settings: header fields first where they are not empty, then options, then those inside options 43 and 175.</summary>
public sealed class DhcpSettings(string name, DhcpMessage message) : SettingsBlock(name)
{
    /// <summary>The message behind the settings.</summary>
    public DhcpMessage Message { get; } = message;

    /// <inheritdoc/>
    public override byte[]? FetchOwn(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return base.FetchOwn(setting) ?? Header(setting) ?? Option(setting.Tag);
    }

    private byte[]? Header(Setting setting)
    {
        if (setting.Tag == Setting.Ip.Tag)
        {
            return NotZero(Message.Yiaddr.GetAddressBytes());
        }

        if (setting.Tag == Setting.NextServer.Tag)
        {
            return NotZero(Message.Siaddr.GetAddressBytes());
        }

        // The header fields win where they are not empty and do not hold options (option 52).
        return setting.Tag switch
        {
            67 => Bytes(Message.BootFileName),
            66 => Bytes(Message.ServerName),
            _ => null,
        };
    }

    private byte[]? Option(int tag) => tag switch
    {
        0 => null,
        <= 0xff => Message.Find((byte)tag)?.ToArray(),
        <= 0xffff => Message.Find((byte)(tag >> 8), (byte)tag)?.ToArray(),
        _ => null,
    };

    private static byte[]? NotZero(byte[] bytes) => bytes.AsSpan().ContainsAnyExcept((byte)0) ? bytes : null;

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.Latin1.GetBytes(text);
}
