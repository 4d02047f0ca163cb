namespace BootLab.Disk.Fat;

/// <summary>A file or directory.</summary>
/// <param name="Name">Its long name, or the short one when it has no other; empty for the root.</param>
/// <param name="ShortName">Its name of eight letters and three.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Length">Bytes; 0 for a directory.</param>
/// <param name="FirstCluster">Its first cluster; 0 for an empty file and for a root that is not in clusters.</param>
/// <param name="Offset">Byte of the volume at which its entry stands; 0 for the root.</param>
public sealed record FatFile(string Name, string ShortName, FileAttributes Attributes, long Length, uint FirstCluster, long Offset)
{
    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Attributes.HasFlag(FileAttributes.Directory);
}
