using BootLab.Iscsi.Target;
using BootLab.Labs.Running;
using BootLab.Vm.Judging;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Running;

/// <summary>One boot of a lab's machine as a real guest, beside what was foretold.</summary>
public sealed record VmRun
{
    /// <summary>The emulated boot, whose table the guest was given.</summary>
    public required BootRun Emulated { get; init; }

    /// <summary>What was foretold.</summary>
    public required VmPrediction Prediction { get; init; }

    /// <summary>How the guest's boot ended.</summary>
    public required VmOutcome Outcome { get; init; }

    /// <summary>What was seen of it from outside.</summary>
    public required GuestCourse Course { get; init; }

    /// <summary>What it reported.</summary>
    public required GuestReport Report { get; init; }

    /// <summary>What its kernel made of the table.</summary>
    public required LinuxVerdict Verdict { get; init; }

    /// <summary>Logins that the lab's targets saw.</summary>
    public required IReadOnlyList<LoginRecord> Logins { get; init; }

    /// <summary>Its cards in PCI order.</summary>
    public required IReadOnlyList<NicUse> Nics { get; init; }

    /// <summary>Where the guest differs from the lab's machine, or its table from the emulated one, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What is not as foretold, a line each.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>The size of the disk that the guest logged in to; null when it has none.</summary>
    public long? DiskBytes => OutcomeDetector.Sectors(Report) * 512;

    /// <summary>The text of the file <c>marker</c> on that disk; null when it has no ext4 file system, or none with such a file.</summary>
    public string? Marker => OutcomeDetector.Marker(Report);

    /// <summary>The last lines of the guest's console.</summary>
    public required IReadOnlyList<string> Console { get; init; }

    /// <summary>What the guest's display showed when it panicked last, or at its end; null when all was as foretold, or QEMU ended by itself.</summary>
    public required Screenshot? Screen { get; init; }

    /// <summary>The guest's frames, as a pcapng file; null when they are not seen.</summary>
    public required byte[]? Capture { get; init; }
}
