namespace BootLab.Conformance;

/// <summary>A table of the page: a run against the embedded target and, for most, the same against the other.</summary>
public sealed record ConformanceSection(string Title, ConformanceRun Embedded, ConformanceRun? Peer = null)
{
    public const string Scsi = "SCSI family";
    public const string Iscsi = "iSCSI family";
    public const string Removable = "SCSI family on a removable disk";
    public const string ReadOnly = "SCSI family on a read-only disk";

    /// <summary>The suites that look at removable media.</summary>
    public static IReadOnlyList<string> RemovableSuites { get; } = ["SCSI.NoMedia", "SCSI.PreventAllow", "SCSI.StartStopUnit"];

    public static async Task<ConformanceSection> RunScsiAsync()
    {
        await using var target = EmbeddedTarget.Disk();
        return new(Scsi, ConformanceRun.Start("SCSI", target.Url, target.Url));
    }

    public static async Task<ConformanceSection> RunIscsiAsync()
    {
        await using var target = EmbeddedTarget.Disk();
        return new(Iscsi, ConformanceRun.Start("iSCSI", target.Url));
    }

    public static async Task<ConformanceSection> RunRemovableAsync()
    {
        await using var target = EmbeddedTarget.RemovableDisk();
        ConformanceRun[] runs = [.. RemovableSuites.Select(suite => ConformanceRun.Start(suite, target.Url))];
        return new(Removable, new([.. runs.SelectMany(run => run.Cases)], runs.Sum(run => run.Total), runs.Sum(run => run.Passed)));
    }

    public static async Task<ConformanceSection> RunReadOnlyAsync()
    {
        await using var target = EmbeddedTarget.ReadOnlyDisk();
        return new(ReadOnly, ConformanceRun.Start("SCSI.ReadOnly", target.Url));
    }
}
