namespace BootLab.Os.Windows;

/// <summary>What versions of Windows differ in, where it matters to a boot from iSCSI.</summary>
public enum WindowsTrait
{
    /// <summary>The boot loader knows nothing of the table; a driver (sanbootconf) reads it and sets the addresses.</summary>
    TableByDriver,

    /// <summary>The boot loader loads drivers whose BootFlags have bit 0 when it found a table.</summary>
    Promotion,

    /// <summary>BootDriverFlags with bit 0 makes it load them without a table.</summary>
    PromotionByFlags,

    /// <summary>Values below a service's StartOverride replace its Start.</summary>
    StartOverride,

    /// <summary>Setup binds the WFP lightweight filter, mandatory and not fit for the paging path, to every NIC but those of the table.</summary>
    WfpFilter,

    /// <summary>A device with a serial number is another one when the serial number is, even in the same slot.</summary>
    InstanceBySerial,

    /// <summary>A card of the same model in another slot is a new device.</summary>
    InstanceBySlot,

    /// <summary>A gateway in the table becomes a host route to the target which goes before the subnet's own.</summary>
    GatewayHostRoute,

    /// <summary>The gateway is replaced by the target where that is the only one in the NIC's subnet.</summary>
    GatewayReplaced,

    /// <summary>No gateway in the table becomes a default route by 0.0.0.0.</summary>
    ZeroGatewayRoute,

    /// <summary>Setup onto an iSCSI disk leaves other NICs of the boot NIC's model with Code 31.</summary>
    Code31,

    /// <summary>A page file on the iSCSI disk is reported to stop the first boots.</summary>
    PageFileStops,

    /// <summary>A NIC whose driver is a NetAdapterCx client cannot be the boot NIC.</summary>
    NetAdapterCxStops,

    /// <summary>A NIC in NDIS Poll Mode cannot be the boot NIC.</summary>
    PollModeStops,

    /// <summary>A disk on SD or USB beside MPIO stops the boot with 0x7E.</summary>
    MpioStops,

    /// <summary>Shutting down may stop, as the NIC is not in the paging path.</summary>
    ShutdownStops,

    /// <summary>A listed NIC without an address gets neither one nor DHCP.</summary>
    ListedNicIsStatic,

    /// <summary>Of two boot ports the first must have link, or DisableDHCPMediaSense be 1.</summary>
    MediaSense,
}
