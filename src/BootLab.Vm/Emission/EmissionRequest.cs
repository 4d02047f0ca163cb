using BootLab.Machine;

namespace BootLab.Vm.Emission;

/// <summary>What is to be emitted.</summary>
/// <param name="Table">The table's bytes, broken ones included.</param>
/// <param name="Path">The file, or the folder of a kind that writes several files, as it is to stand in arguments.</param>
public sealed record EmissionRequest(byte[] Table, string Path)
{
    /// <summary>Where in low memory; null for the usual place.</summary>
    public uint? Address { get; init; }

    /// <summary>The machine that the table is for; null when nothing is known about it, and then it is taken for QEMU's <c>pc</c>.</summary>
    public MachineSpec? Machine { get; init; }
}
