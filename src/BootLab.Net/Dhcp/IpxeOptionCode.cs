namespace BootLab.Net.Dhcp;

/// <summary>Codes inside option 175 (iPXE's <c>dhcp.h</c>).</summary>
public static class IpxeOptionCode
{
    /// <summary>Priority of the offer: a signed byte, higher is better.</summary>
    public const byte Priority = 1;

    /// <summary>Not zero: do not wait for a ProxyDHCP server and ignore PXE options.</summary>
    public const byte NoPxeDhcp = 176;

    /// <summary>The client's NIC: bus type (1 is PCI), vendor and device, big-endian.</summary>
    public const byte BusId = 177;

    /// <summary>Version of the boot program, three bytes.</summary>
    public const byte Version = 235;
}
