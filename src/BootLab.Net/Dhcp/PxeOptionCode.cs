namespace BootLab.Net.Dhcp;

/// <summary>Codes inside option 43 of a PXEClient (PXE 2.1, table 2-1).</summary>
public static class PxeOptionCode
{
    /// <summary>Discovery control; bit 3: load the boot file without asking a boot server.</summary>
    public const byte DiscoveryControl = 6;

    /// <summary>Multicast address of boot servers.</summary>
    public const byte MulticastAddress = 7;

    /// <summary>Boot servers by type.</summary>
    public const byte BootServers = 8;

    /// <summary>Boot menu.</summary>
    public const byte BootMenu = 9;

    /// <summary>Menu prompt.</summary>
    public const byte MenuPrompt = 10;
}
