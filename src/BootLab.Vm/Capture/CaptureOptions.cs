namespace BootLab.Vm.Capture;

/// <summary>How a real boot is run.</summary>
public sealed record CaptureOptions
{
    /// <summary>How long the guest may take to its point.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>What the console says when the table is there; null for what the script of the emulated boot echoes last.</summary>
    public string? Marker { get; init; }

    /// <summary>A raw disk image that the lab's one logical unit is to be; null for the lab's own. What is written to it is thrown away.</summary>
    public string? Disk { get; init; }

    /// <summary>Where QEMU shows the guest's screen by VNC, such as <c>127.0.0.1:1</c>; null for a machine without a graphics card.</summary>
    public string? Screen { get; init; }

    /// <summary>The table that the booted system is to find in place of the boot program's own; null to end there.</summary>
    public HandOver? HandOver { get; init; }

    /// <summary>Is told of each line that the guest prints, on some thread.</summary>
    public Action<string>? Progress { get; init; }
}
