namespace BootLab.Vm.Running;

/// <summary>A part of a guest's boot, as people name it.</summary>
/// <param name="Name">One word, as in <c>--deadline</c>.</param>
/// <param name="Words">What happens in it.</param>
/// <param name="Sections">The sections of init's report that belong to it.</param>
public sealed record GuestStage(string Name, string Words, params IReadOnlyList<string> Sections)
{
    /// <summary>From power-on, or a restart, to the first word of the guest's init.</summary>
    public static readonly GuestStage Boot = new("boot", "the guest starts");

    /// <summary>From a panic to the restart that may follow.</summary>
    public static readonly GuestStage Panic = new("panic", "the guest has panicked");

    /// <summary>All stages in their order; any but the first and the last may be left out.</summary>
    public static IReadOnlyList<GuestStage> All { get; } =
    [
        Boot,
        new("table", "Linux runs and reads the table", "found", "load", "messages", "ibft", "acpi", "table", "pci"),
        new("network", "open-iscsi configures the NIC of the table", "network", "record"),
        new("login", "open-iscsi logs in", "login", "session"),
        new("disk", "the disk is mounted", "device", "disk"),
        new("leases", "the other NICs ask for addresses", "leases", "addresses"),
        Panic,
    ];

    /// <summary>The stage that a section belongs to; one of its own for a section that is not known.</summary>
    public static GuestStage Of(string section) => All.FirstOrDefault(stage => stage.Sections.Contains(section)) ?? new GuestStage(section, section, section);
}
