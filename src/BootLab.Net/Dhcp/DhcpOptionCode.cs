namespace BootLab.Net.Dhcp;

/// <summary>Codes of the options that a network boot meets (RFC 2132 unless noted).</summary>
public static class DhcpOptionCode
{
    /// <summary>Padding: a single byte without length.</summary>
    public const byte Pad = 0;

    /// <summary>Subnet mask.</summary>
    public const byte SubnetMask = 1;

    /// <summary>Routers, most preferred first.</summary>
    public const byte Router = 3;

    /// <summary>DNS servers, most preferred first.</summary>
    public const byte DnsServer = 6;

    /// <summary>Host name of the client.</summary>
    public const byte HostName = 12;

    /// <summary>Domain name.</summary>
    public const byte DomainName = 15;

    /// <summary>Root path; an <c>iscsi:</c> URI names the boot target (RFC 4173).</summary>
    public const byte RootPath = 17;

    /// <summary>Broadcast address.</summary>
    public const byte BroadcastAddress = 28;

    /// <summary>Encapsulated vendor options; PXE's for a PXEClient (PXE 2.1, 2.2.3).</summary>
    public const byte VendorSpecific = 43;

    /// <summary>The address that a client asks for.</summary>
    public const byte RequestedAddress = 50;

    /// <summary>Lease time in seconds, 32 bits.</summary>
    public const byte LeaseTime = 51;

    /// <summary>Option overload: bit 0 the <c>file</c> field, bit 1 the <c>sname</c> field holds options.</summary>
    public const byte Overload = 52;

    /// <summary>Message type, see <see cref="DhcpMessageType"/>.</summary>
    public const byte MessageType = 53;

    /// <summary>Server identifier.</summary>
    public const byte ServerIdentifier = 54;

    /// <summary>Codes of the options that the client wants.</summary>
    public const byte ParameterRequestList = 55;

    /// <summary>A text for the operator, as in a DHCPNAK.</summary>
    public const byte Message = 56;

    /// <summary>Largest message that the client accepts.</summary>
    public const byte MaximumMessageSize = 57;

    /// <summary>T1, renewal time in seconds.</summary>
    public const byte RenewalTime = 58;

    /// <summary>T2, rebinding time in seconds.</summary>
    public const byte RebindingTime = 59;

    /// <summary>Vendor class identifier, such as <c>PXEClient:Arch:00000:UNDI:002001</c>.</summary>
    public const byte VendorClass = 60;

    /// <summary>Client identifier: hardware type and address.</summary>
    public const byte ClientIdentifier = 61;

    /// <summary>TFTP server name, in place of <c>sname</c>.</summary>
    public const byte TftpServerName = 66;

    /// <summary>Boot file name, in place of <c>file</c>.</summary>
    public const byte BootFileName = 67;

    /// <summary>User class (RFC 3004); iPXE sends its text without the length byte of the RFC.</summary>
    public const byte UserClass = 77;

    /// <summary>Client architecture (RFC 4578).</summary>
    public const byte ClientArchitecture = 93;

    /// <summary>Client network interface: type, major and minor version (RFC 4578).</summary>
    public const byte ClientNetworkInterface = 94;

    /// <summary>Client machine identifier: type 0 and a UUID (RFC 4578).</summary>
    public const byte ClientUuid = 97;

    /// <summary>Encapsulated options of Etherboot, gPXE and iPXE; see <see cref="IpxeOptionCode"/>.</summary>
    public const byte Ipxe = 175;

    /// <summary>iSCSI initiator name, as iPXE reads it.</summary>
    public const byte InitiatorIqn = 203;

    /// <summary>End of the options: a single byte without length.</summary>
    public const byte End = 255;
}
