namespace BootLab.Firmware.Acpi;

/// <summary>The chip set, which decides how PCI interrupts arrive.</summary>
public enum PcChipSet
{
    /// <summary>QEMU's <c>pc</c>: PIIX3, PCI interrupts on ISA lines 10 and 11 as SeaBIOS sets them.</summary>
    I440Fx,

    /// <summary>QEMU's <c>q35</c>: ICH9, PCI interrupts on lines 16 to 23 of the I/O APIC.</summary>
    Q35,
}

/// <summary>What ACPI tables have to say about a machine of QEMU's.</summary>
public sealed record PcPlatform
{
    /// <summary>The chip set.</summary>
    public PcChipSet ChipSet { get; init; }

    /// <summary>Installed memory in MiB; what PCI devices take lies above it.</summary>
    public int MemoryMiB { get; init; } = 128;

    /// <summary>Processors, 1 to 255.</summary>
    public int Processors { get; init; } = 1;
}
