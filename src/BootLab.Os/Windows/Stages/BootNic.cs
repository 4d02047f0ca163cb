using BootLab.Ibft;
using BootLab.Machine;
using BootLab.Os.Windows.Knowing;

namespace BootLab.Os.Windows.Stages;

/// <summary>A NIC by which a target is to be reached.</summary>
internal sealed class BootNic(IbftNic entry, int number, NicSpec? machine)
{
    /// <summary>Its structure in the table.</summary>
    public IbftNic Entry { get; } = entry;

    /// <summary>The machine's NIC with its MAC address; null when there is none, or the machine is not known.</summary>
    public NicSpec? Machine { get; } = machine;

    /// <summary>The NIC as this Windows met it; null when that is not known, or it did not.</summary>
    public KnownNic? Known { get; set; }

    /// <summary>Whether it is another NIC than the one that Windows is known to have been installed through.</summary>
    public bool IsAlternate { get; set; }

    /// <summary>Where it is: the machine's word, else the table's.</summary>
    public PciAddress Pci => Machine?.Pci ?? PciAddress.FromBdf(Entry.PciBdf);

    /// <summary>As messages call it.</summary>
    public string Name { get; } = machine is null ? $"NIC {number} of the table ({MacText.Format(entry.MacAddress)})" : NameOf(machine);

    /// <summary>A NIC of the machine as messages call it, <c>08:04.0 (lan)</c>.</summary>
    public static string NameOf(NicSpec nic) => $"{nic.Pci} ({nic.Name})";
}

/// <summary>A target and the NIC it is reached by.</summary>
internal sealed record BootPath(IbftTarget Target, BootNic Nic)
{
    /// <summary>As messages call it.</summary>
    public string Name => Target.Name.IsAbsent ? $"target {Target.Index}" : Target.Name.ToString();
}
