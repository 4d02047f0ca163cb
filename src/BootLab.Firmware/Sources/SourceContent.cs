namespace BootLab.Firmware.Sources;

/// <summary>What was found in a source.</summary>
/// <param name="Kind">What the source is.</param>
/// <param name="Tables">The tables in the order of their places; none only where the source is memory without one.</param>
public sealed record SourceContent(SourceKind Kind, IReadOnlyList<FoundTable> Tables)
{
    /// <summary>Which of the tables is meant when nobody picks one: what Linux takes, else what another reader takes, else the first that looks like one.</summary>
    public FoundTable? Preferred => Tables.FirstOrDefault(table => table.TakenBy.Contains(TableReaders.Linux))
        ?? Tables.FirstOrDefault(table => table.TakenBy.Count > 0)
        ?? Tables.FirstOrDefault(table => table.IsPlausible)
        ?? (Tables.Count > 0 ? Tables[0] : null);

    /// <summary>The memory around the tables; null where the source is no memory.</summary>
    public SourceMemory? Memory { get; init; }
}

/// <summary>Memory as far as readers of tables look at it: the first MiB, the ACPI tables, and every table that was found. All else is left out and reads as zero.</summary>
/// <param name="Bytes">The bytes by physical address; the size is that of the whole memory.</param>
/// <param name="IsUefi">Whether the machine's firmware is UEFI, judged by the ACPI root pointer: a BIOS has it below 1 MiB.</param>
/// <param name="Rsdp">Where the ACPI root pointer is; null when there is none, or none that leads anywhere.</param>
public sealed record SourceMemory(PhysicalMemory Bytes, bool IsUefi, ulong? Rsdp);
