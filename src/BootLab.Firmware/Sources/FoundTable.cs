namespace BootLab.Firmware.Sources;

/// <summary>A table in a source.</summary>
public sealed record FoundTable
{
    /// <summary>The bytes from the signature on: the header's length of them where there are so many. A raw table has all bytes of its file, up to 64 KiB.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Where it stands in the source, in words: <c>0x9e620</c>, <c>ACPI at 0x7fe1a7d</c>, <c>line 12</c>; empty where the source is the table.</summary>
    public string Place { get; init; } = "";

    /// <summary>The physical address, where the source tells it.</summary>
    public ulong? Address { get; init; }

    /// <summary>Whether it is listed among the ACPI tables of its memory.</summary>
    public bool IsListedByAcpi { get; init; }

    /// <summary>Whether it looks like a table at all: a possible length, all of its bytes, and a control structure. Signatures that stand in memory by chance do not.</summary>
    public bool IsPlausible { get; init; } = true;

    /// <summary>Which readers take this table of all in its memory; see <see cref="TableReaders"/>.</summary>
    public IReadOnlyList<string> TakenBy { get; init; } = [];

    /// <summary>What was lost or guessed on the way from the source to these bytes, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
