namespace BootLab.Firmware.Scanning;

/// <summary>Where a reader of tables looks in memory, and for what. Addresses are physical.</summary>
public sealed record ScanWindow
{
    /// <summary>Who looks like this.</summary>
    public required string Name { get; init; }

    /// <summary>The first address looked at.</summary>
    public long Start { get; init; }

    /// <summary>The address after the last one looked at.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>A range in between that is left out, such as video memory; empty when both ends are equal.</summary>
    public (long Start, long End) Hole { get; init; }

    /// <summary>The signatures looked for; any of <c>iBFT</c>, <c>IBFT</c>, <c>BIFT</c>.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = ["iBFT", "IBFT", "BIFT"];

    /// <summary>Whether a table is looked for at every address instead of every sixteenth: copies that an ACPI loader made can start anywhere.</summary>
    public bool AnyAlignment { get; init; }

    /// <summary>All of memory.</summary>
    public static ScanWindow Everywhere { get; } = new() { Name = "everywhere" };

    /// <summary>The window of the specification: 512 KiB to 1 MiB (iBFT 1.4.3.1).</summary>
    public static ScanWindow Specification { get; } = new() { Name = "specification", Start = 0x80000, End = 0x100000, Signatures = ["iBFT"] };

    /// <summary>Linux: without video memory; takes <c>BIFT</c> too.</summary>
    public static ScanWindow Linux { get; } = new() { Name = "Linux", Start = 0x80000, End = 0x100000, Hole = (0xa0000, 0xc0000), Signatures = ["iBFT", "BIFT"] };

    /// <summary>FreeBSD's isboot: video memory too; takes <c>IBFT</c> too.</summary>
    public static ScanWindow FreeBsd { get; } = new() { Name = "FreeBSD isboot", Start = 0x80000, End = 0x100000, Signatures = ["iBFT", "IBFT"] };

    /// <summary>illumos: the window of the specification.</summary>
    public static ScanWindow Illumos { get; } = Specification with { Name = "illumos" };

    internal bool Contains(long address) => address >= Start && address < End && (address < Hole.Start || address >= Hole.End);
}
