namespace BootLab.Ibft;

/// <summary>Where a NIC's address came from: byte 23 of the NIC structure, with the values of Windows' NL_PREFIX_ORIGIN.</summary>
public enum PrefixOrigin : byte
{
    /// <summary>Not told.</summary>
    Other = 0,

    /// <summary>Set by hand.</summary>
    Manual = 1,

    /// <summary>A well-known prefix.</summary>
    WellKnown = 2,

    /// <summary>From DHCP.</summary>
    Dhcp = 3,

    /// <summary>From a router advertisement.</summary>
    RouterAdvertisement = 4,

    /// <summary>"Unchanged" as iPXE and u-root define it.</summary>
    UnchangedIpxe = 15,

    /// <summary>"Unchanged" as Windows, EDK2 and open-iscsi define it.</summary>
    Unchanged = 16,
}
