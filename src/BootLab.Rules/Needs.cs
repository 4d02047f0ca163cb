namespace BootLab.Rules;

/// <summary>What a rule has to know besides the table. What is not known makes its answer "unknown".</summary>
[Flags]
public enum Needs
{
    /// <summary>The table is enough.</summary>
    Nothing = 0,

    /// <summary>The machine's NICs: <see cref="RuleContext.Machine"/>.</summary>
    Machine = 1 << 0,

    /// <summary>The Ethernet segments: <see cref="RuleContext.Networks"/>.</summary>
    Networks = 1 << 1,

    /// <summary>The targets as they are: <see cref="RuleContext.Targets"/>.</summary>
    Targets = 1 << 2,

    /// <summary>The NICs at the installation: <see cref="RuleContext.Installed"/>.</summary>
    Installation = 1 << 3,

    /// <summary>BIOS or UEFI: <see cref="RuleContext.Firmware"/>.</summary>
    Firmware = 1 << 4,

    /// <summary>Where the table lies: <see cref="RuleContext.Place"/>.</summary>
    Place = 1 << 5,

    /// <summary>All tables in the memory: <see cref="RuleContext.Found"/>.</summary>
    Memory = 1 << 6,
}
