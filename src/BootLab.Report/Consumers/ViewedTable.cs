using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Report.Consumers;

/// <summary>The structures of a table that views are shown for.</summary>
/// <param name="Table">The table as far as it can be read; null when it cannot.</param>
/// <param name="Machine">The machine, whose names for its NICs are shown; null when it is not known.</param>
public sealed record ViewedTable(IbftTable? Table, MachineSpec? Machine)
{
    /// <summary>NICs and targets in the order of the control structure, each with the place of its structure and a heading such as <c>NIC 0 08:04.0 (san)</c>.</summary>
    public IReadOnlyList<(int Offset, string Heading)> Structures =>
    [
        .. (Table?.Nics ?? []).Select((nic, number) => (nic.Offset, $"NIC {number}\n{Name(nic)}")),
        .. (Table?.Targets ?? []).Select((target, number) => (target.Offset, $"target {number}\n{target.IpAddress}")),
    ];

    private string Name(IbftNic nic) => Machine?.Nics.FirstOrDefault(one => one.Mac.Equals(nic.MacAddress)) is { } spec
        ? $"{PciText.Format(nic.PciBdf)} ({spec.Name})"
        : PciText.Format(nic.PciBdf);
}
