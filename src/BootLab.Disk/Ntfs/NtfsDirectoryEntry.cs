namespace BootLab.Disk.Ntfs;

/// <summary>An entry of a directory.</summary>
/// <param name="File">The file that the name stands for.</param>
/// <param name="FileName">The name, and what the directory says of the file.</param>
public sealed record NtfsDirectoryEntry(MftReference File, NtfsFileName FileName)
{
    /// <summary>The name.</summary>
    public string Name => FileName.Name;

    /// <summary>Whether the entry is a directory.</summary>
    public bool IsDirectory => FileName.Attributes.HasFlag(FileAttributes.Directory);
}
