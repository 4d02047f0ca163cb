namespace BootLab.Os.Windows.Checklist;

/// <summary>What a NIC is to the boot.</summary>
public enum NicRole
{
    /// <summary>The boot goes through it: the table says so, or there is no other.</summary>
    Boot,

    /// <summary>Nobody says which NIC the boot goes through.</summary>
    Candidate,

    /// <summary>The boot goes through another.</summary>
    Other,
}

/// <summary>A NIC that this Windows has met, and whether the boot could go through it.</summary>
/// <param name="Name">What it is called: its place on the bus, and its name in the machine where one is known.</param>
/// <param name="InstancePath">Its device instance path.</param>
/// <param name="Description">Its name in Windows; null when no driver was ever installed.</param>
/// <param name="Role">What it is to the boot.</param>
/// <param name="CanBoot">True when nothing speaks against it, false when something does, null when it cannot be said.</param>
/// <param name="Reasons">What speaks against it, or what cannot be said.</param>
public sealed record NicReadiness(string Name, string InstancePath, string? Description, NicRole Role, bool? CanBoot, IReadOnlyList<ChecklistLine> Reasons)
{
    /// <summary>Whether a line of the checklist is one of the reasons, whatever it weighs there.</summary>
    public bool Has(ChecklistLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return Reasons.Any(reason => (reason.Section, reason.KeyPath, reason.ValueName) == (line.Section, line.KeyPath, line.ValueName));
    }
}
