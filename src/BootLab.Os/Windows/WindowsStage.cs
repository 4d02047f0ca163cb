namespace BootLab.Os.Windows;

/// <summary>The stages of a Windows boot from iSCSI, in their order.</summary>
public enum WindowsStage
{
    /// <summary>S0: the boot program logs in and leaves a table.</summary>
    Firmware,

    /// <summary>S1: boot manager, over the firmware's disk.</summary>
    Loader,

    /// <summary>S2: winload chooses the drivers to load (ntldr on XP and 2003).</summary>
    BootDrivers,

    /// <summary>S3: the kernel starts them.</summary>
    Kernel,

    /// <summary>S4: Plug and Play finds the boot NIC's device.</summary>
    PlugAndPlay,

    /// <summary>S5: NDIS binds filters and protocols to it.</summary>
    Ndis,

    /// <summary>S6: the table's NICs become adapters with addresses and routes.</summary>
    TableToNics,

    /// <summary>S7: the link comes up and forwards.</summary>
    Link,

    /// <summary>S8: the initiator logs in to the table's targets.</summary>
    Login,

    /// <summary>S9: the boot disk arrives.</summary>
    BootDisk,

    /// <summary>S10: session manager, page file.</summary>
    Session,

    /// <summary>S11: Plug and Play starts all other NICs.</summary>
    SecondPlugAndPlay,

    /// <summary>S12: it runs.</summary>
    Running,
}
