using System.Net;
using BootLab.Machine;

namespace BootLab.Rom;

/// <summary>Whether and how EDK2 uses an attempt.</summary>
public enum AttemptMode
{
    /// <summary>"Enabled": one path.</summary>
    Enabled,

    /// <summary>"Enabled for MPIO": described from the start, logged in or not.</summary>
    Mpio,

    /// <summary>"Disabled".</summary>
    Disabled,
}

/// <summary>The IP version of an attempt.</summary>
public enum AttemptIp
{
    /// <summary>IPv4.</summary>
    Ipv4,

    /// <summary>IPv6.</summary>
    Ipv6,
}

/// <summary>One attempt of EDK2's iSCSI driver, as its setup page holds it.</summary>
public sealed record AttemptSpec
{
    /// <summary>Name of the NIC it uses.</summary>
    public required string Nic { get; init; }

    /// <summary>Enabled, enabled for MPIO, or disabled.</summary>
    public AttemptMode Mode { get; init; }

    /// <summary>IPv4 or IPv6.</summary>
    public AttemptIp Ip { get; init; }

    /// <summary>Address, mask and gateway come from DHCP; otherwise from the three fields below.</summary>
    public bool InitiatorFromDhcp { get; init; }

    /// <summary>Target name, portal and LUN come from DHCP option 17; otherwise from the fields below.</summary>
    public bool TargetFromDhcp { get; init; }

    /// <summary>The initiator's address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The IPv4 subnet mask.</summary>
    public IPAddress? Mask { get; init; }

    /// <summary>The gateway; null for none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The target name.</summary>
    public string? Target { get; init; }

    /// <summary>The target's portal.</summary>
    public IPEndPoint? Portal { get; init; }

    /// <summary>The LUN in hexadecimal groups of up to four digits with dashes between them, as the setup page takes it.</summary>
    public string Lun { get; init; } = "0";

    /// <summary>CHAP credentials; null for authentication "None".</summary>
    public ChapSpec? Chap { get; init; }

    /// <summary>How long the driver waits for the TCP connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it connects again after the first failure.</summary>
    public int Retries { get; init; }

    /// <summary>The last three bytes of the ISID when set by hand (6 hexadecimal digits on the setup page); null to derive the whole from the MAC.</summary>
    public ReadOnlyMemory<byte>? Isid { get; init; }
}
