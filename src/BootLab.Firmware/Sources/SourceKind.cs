namespace BootLab.Firmware.Sources;

/// <summary>What a table comes in.</summary>
public enum SourceKind
{
    /// <summary>The table's bytes alone, from the signature on; <c>/sys/firmware/acpi/tables/iBFT</c> is one.</summary>
    Raw,

    /// <summary>An image of memory from address 0 on.</summary>
    Memory,

    /// <summary>A copy of <c>/sys/firmware/ibft</c>: a folder, a tar archive, or lines of path and value.</summary>
    Sysfs,

    /// <summary>What <c>acpidump</c> prints.</summary>
    Acpidump,

    /// <summary>Bytes as text, in whichever form people paste them.</summary>
    Hexdump,

    /// <summary>The memory of a running QEMU, by its machine protocol.</summary>
    Qmp,

    /// <summary>The firmware tables of the Windows that this runs on.</summary>
    Windows,
}
