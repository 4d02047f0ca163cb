namespace BootLab.Firmware.Sources;

/// <summary>How a source is read.</summary>
public sealed record SourceOptions
{
    /// <summary>What the source is; null to find out by its content.</summary>
    public SourceKind? Kind { get; init; }

    /// <summary>Takes the table at this byte of a file, or at this address of a memory, whatever stands there, and looks for no other; null to look.</summary>
    public ulong? At { get; init; }

    /// <summary>Looks through bytes that begin with a table as through memory, for there may be more.</summary>
    public bool ScansRaw { get; init; }

    /// <summary>Looks for tables in memory at every address, not only at every sixteenth.</summary>
    public bool AnyAlignment { get; init; }
}
