using System.Net.NetworkInformation;

namespace BootLab.Net.Dhcp;

/// <summary>What a client says about the machine it runs on.</summary>
public sealed record DhcpClientIdentity
{
    /// <summary>The MAC address of the NIC.</summary>
    public required PhysicalAddress Mac { get; init; }

    /// <summary>The SMBIOS UUID for option 97; null when the machine has no SMBIOS table, and then the option is not sent.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>PCI vendor of the NIC (option 175.177).</summary>
    public ushort PciVendor { get; init; }

    /// <summary>PCI device of the NIC (option 175.177).</summary>
    public ushort PciDevice { get; init; }

    /// <summary>Whether the NIC already has an IPv4 address, from an earlier lease or by hand.</summary>
    public bool HasAddress { get; init; }

    /// <summary>Replaces the user class (option 77), as iPXE's setting <c>user-class</c> does.</summary>
    public ReadOnlyMemory<byte>? UserClass { get; init; }

    /// <summary>Replaces the vendor class (option 60), as iPXE's setting <c>vendor-class</c> does.</summary>
    public ReadOnlyMemory<byte>? VendorClass { get; init; }
}
