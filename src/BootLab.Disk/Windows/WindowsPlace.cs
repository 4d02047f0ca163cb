namespace BootLab.Disk.Windows;

/// <summary>Where the boot path ends: a Windows on a partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="SystemRoot">Its folder, such as <c>\Windows</c>.</param>
internal sealed record WindowsPlace(OpenPartition Partition, string SystemRoot)
{
    /// <summary>A path below the folder.</summary>
    public string PathTo(string path) => $"{SystemRoot.TrimEnd('\\')}\\{path}";

    /// <summary>The hive of a name.</summary>
    public string HivePath(string name) => PathTo($"System32\\config\\{name}");
}
