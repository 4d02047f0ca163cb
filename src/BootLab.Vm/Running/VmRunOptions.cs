namespace BootLab.Vm.Running;

/// <summary>How a lab's machine is run as a guest.</summary>
public sealed record VmRunOptions
{
    /// <summary>How long is waited.</summary>
    public GuestLimits Limits { get; init; } = new();

    /// <summary>What its NICs are plugged into.</summary>
    public GuestNetwork Network { get; init; }

    /// <summary>Whether it runs on the processor itself; <see cref="Judging.KvmTrial"/> tells whether that works.</summary>
    public bool UsesKvm { get; init; }

    /// <summary>Is told of each stage as it begins.</summary>
    public Action<string> Progress { get; init; } = _ => { };

    /// <summary>What the guest's init is to do, in this order; a test asks for worse.</summary>
    internal IReadOnlyList<string> Words { get; init; } = ["bootlab.report=ibft,acpi,pci", "bootlab.login", "bootlab.leases"];
}
