namespace BootLab.Disk.Windows;

/// <summary>A file of a volume.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Unreadable">Why its contents cannot be read although the volume is sound; null when they can.</param>
/// <param name="Open">Opens its contents.</param>
internal sealed record VolumeFile(long Length, bool IsDirectory, string? Unreadable, Func<Stream> Open);

/// <summary>The files of a volume, of whichever file system. What is malformed throws as its file system does: <see cref="Malformed"/>.</summary>
internal abstract class VolumeFiles
{
    /// <summary>The volume's name; empty when it has none.</summary>
    public abstract string Label { get; }

    /// <summary>What is to be known of the volume as a whole; null when nothing.</summary>
    public virtual string? Note => null;

    /// <summary>The file or directory at a path from the root, or null.</summary>
    public abstract VolumeFile? Find(string path);
}
