using System.Net.NetworkInformation;
using BootLab.Rom;
using BootLab.Rules;

namespace BootLab.Labs.Files;

/// <summary>Where a table is published.</summary>
public enum TablePlace
{
    /// <summary>In base memory below 640 KiB, to be found by scanning.</summary>
    LowMemory,

    /// <summary>As an ACPI table listed in the XSDT.</summary>
    Acpi,

    /// <summary>No table is left.</summary>
    Nowhere,
}

/// <summary>What must come out of one run; null and empty members are not looked at.</summary>
public sealed record ExpectSpec
{
    /// <summary>Booted, attached or failed.</summary>
    public BootOutcomeKind? Outcome { get; init; }

    /// <summary>Part of the final error: its number (<c>0x1d852039</c>) or words of its message.</summary>
    public string? Error { get; init; }

    /// <summary>The table.</summary>
    public ExpectedTable? Table { get; init; }

    /// <summary>Verdicts by rule id.</summary>
    public IReadOnlyDictionary<string, VerdictState> Rules { get; init; } = new Dictionary<string, VerdictState>();

    /// <summary>Predictions by profile.</summary>
    public IReadOnlyDictionary<string, ExpectedPrediction> Predictions { get; init; } = new Dictionary<string, ExpectedPrediction>();

    /// <summary>Lines that the console must show, in this order, others between them allowed.</summary>
    public IReadOnlyList<string> Console { get; init; } = [];

    /// <summary>Whether nothing at all is expected.</summary>
    public bool IsEmpty => Outcome is null && Error is null && Table is null && Rules.Count == 0 && Predictions.Count == 0 && Console.Count == 0;

    /// <summary>Without what depends on the installed system.</summary>
    public ExpectSpec OfTheBootAlone() => this with { Rules = new ExpectSpec().Rules, Predictions = new ExpectSpec().Predictions };
}

/// <summary>What the table must be; null members are not looked at.</summary>
public sealed record ExpectedTable
{
    /// <summary>SHA-256 of the table's bytes, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Full path of a file with the table's exact bytes.</summary>
    public string? File { get; init; }

    /// <summary>Length in bytes.</summary>
    public int? Length { get; init; }

    /// <summary>Physical address of the first byte.</summary>
    public uint? Address { get; init; }

    /// <summary>Where it is published.</summary>
    public TablePlace? Place { get; init; }

    /// <summary>MAC addresses of the NIC structures in the order of the table.</summary>
    public IReadOnlyList<PhysicalAddress>? Nics { get; init; }

    /// <summary>Target names in the order of the table.</summary>
    public IReadOnlyList<string>? Targets { get; init; }
}
