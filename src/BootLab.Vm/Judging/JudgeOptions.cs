namespace BootLab.Vm.Judging;

/// <summary>How a table comes into the guest.</summary>
public enum TableDelivery
{
    /// <summary>In low memory, as BIOS boot programs leave it; byte for byte.</summary>
    LowMemory,

    /// <summary>Among the ACPI tables, as UEFI boot programs publish it. QEMU writes length and checksum anew: what is wrong there is not judged.</summary>
    Acpi,
}

/// <summary>How tables are judged.</summary>
public sealed record JudgeOptions
{
    /// <summary>How a table comes into the guest. By ACPI every table needs a guest of its own.</summary>
    public TableDelivery Delivery { get; init; }

    /// <summary>A guest of its own for every table, from a saved state: it has met no other table, and does not search.</summary>
    public bool AlwaysFresh { get; init; }

    /// <summary>A guest for every table that boots with it and searches for it. Without it only tables whose search matters get one.</summary>
    public bool AlwaysBoot { get; init; }

    /// <summary>Whether guests run on the processor itself.</summary>
    public bool UsesKvm { get; init; }

    /// <summary>Guests at the same time.</summary>
    public int Guests { get; init; } = Environment.ProcessorCount;

    /// <summary>How long a guest may take to boot.</summary>
    public TimeSpan BootLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a guest that has booted may take to answer about a table.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(30);
}
