using BootLab.Report.Accounts;

namespace BootLab.Report.Tests.Accounts;

/// <summary>Observations of boots.</summary>
internal static class Observations
{
    /// <summary>An observation with what none goes without, and no boot.</summary>
    public static Observation Nothing => new()
    {
        Lab = "lab",
        LabFile = "",
        TableOf = "lab",
        Table = [],
        HandOver = Observation.LowMemory,
        BootLab = "1",
        Qemu = "7",
        Package = "ipxe",
        Accelerator = "tcg",
        MemoryMiB = 256,
        ImageFormat = "raw",
        ImageBytes = 1,
        End = WatchEnd.Limit,
        Elapsed = TimeSpan.FromSeconds(9),
        Boots = [],
    };
}
