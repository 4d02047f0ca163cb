using BootLab.Net.Dhcp;

namespace BootLab.Rom;

/// <summary>A boot program that can be run on an emulated machine.</summary>
public interface IBootProgram
{
    /// <summary>What to say beside its tables when no captured run confirms them; null when one does.</summary>
    string? Unconfirmed { get; }

    /// <summary>Runs it from its start until it has handed over, ended or given up.</summary>
    Task<BootOutcome> RunAsync();
}

/// <summary>The lease with which a PXE ROM loaded the boot program.</summary>
public sealed record LeaseFromRom(MachineNic Nic, DhcpMessage Ack);
