using BootLab.Ibft.Layouts;
using BootLab.Machine;

namespace BootLab.Rules.Mending;

/// <summary>For whom a table is mended, and how.</summary>
public sealed record MendOptions
{
    /// <summary>Who is to read the table: decides about order, limits and forms.</summary>
    public Consumers For { get; init; } = (Consumers)~0;

    /// <summary>The machine: its NICs that the table does not list are added, and those it lists get their PCI addresses. Null when it is not known.</summary>
    public MachineSpec? Machine { get; init; }

    /// <summary>Whether the NICs are put into ascending PCI order.</summary>
    public bool PciOrder { get; init; }

    /// <summary>The NIC to list first, whatever the order: by the machine's name for it, MAC address, PCI address or place in the table (0, 1, ...); null for none.</summary>
    public string? BootNic { get; init; }

    /// <summary>Where structures and strings go when they have to move.</summary>
    public TableLayout Layout { get; init; } = TableLayouts.BootLab;

    /// <summary>The most bytes that the table may have; null for the least limit of <see cref="For"/>.</summary>
    public int? Limit { get; init; }

    /// <summary>The limit that holds.</summary>
    internal int LargestLength => Math.Min(Limit ?? int.MaxValue, For.HasFlag(Consumers.Illumos) ? 1024 : Layout.MaximumLength);
}
