using System.Net;
using BootLab.Ibft;
using BootLab.Machine;

namespace BootLab.Rules;

/// <summary>What rules judge: a table, and what is known of the machine it was written on. What is not known makes the rules that need it answer "unknown".</summary>
/// <param name="Table">The table.</param>
public sealed record RuleContext(IbftTable Table)
{
    /// <summary>The machine; null when it is not known.</summary>
    public MachineSpec? Machine { get; init; }

    /// <summary>The Ethernet segments; empty when they are not known.</summary>
    public IReadOnlyList<NetworkSpec> Networks { get; init; } = [];

    /// <summary>The NICs as the installation of the operating system saw them; null when there is no record.</summary>
    public InstallRecord? Installed { get; init; }

    /// <summary>The NICs that the table lists: structures with the VALID flag, in control order.</summary>
    public IReadOnlyList<IbftNic> ListedNics => [.. Table.Nics.Where(nic => nic.IsValid)];

    /// <summary>The target that is booted from: the first one with the boot flag, else the first valid one; null when there is none.</summary>
    public IbftTarget? BootTarget => Table.Targets.FirstOrDefault(target => target.IsValid && target.IsBootSelected)
        ?? Table.Targets.FirstOrDefault(target => target.IsValid);

    /// <summary>The address of the boot target's portal; null when there is none.</summary>
    public IPAddress? Portal => BootTarget is { IpAddress.IsSpecified: true } target ? target.IpAddress.ToIPAddress() : null;

    /// <summary>The machine's NIC that a structure speaks of, by MAC address; null when there is none.</summary>
    public NicSpec? InMachine(IbftNic nic) => Machine?.Nics.FirstOrDefault(spec => spec.Mac.Equals(nic.MacAddress));

    /// <summary>A NIC as messages call it: <c>08:04.0 (san)</c>.</summary>
    public static string Name(NicSpec nic) => $"{nic.Pci} ({nic.Name})";

    /// <summary>A NIC structure as messages call it: the machine's name for it where it has one, else its PCI address.</summary>
    public string Name(IbftNic nic) => InMachine(nic) is { } spec && spec.Pci.Bdf == nic.PciBdf ? Name(spec) : PciText.Format(nic.PciBdf);

    /// <summary>The path of a field of a listed NIC, such as <c>nic[1].index</c>.</summary>
    public static string Field(int position, string name) => $"nic[{position}].{name}";
}
