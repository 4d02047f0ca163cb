namespace BootLab.Disk.Windows;

/// <summary>A partition, and its files where they can be read.</summary>
/// <param name="Shown">What is shown of it.</param>
/// <param name="Files">Its files, or null.</param>
/// <param name="IsSealed">Whether Windows reads its files and this reader cannot: nothing is known to be wrong with it.</param>
internal sealed record OpenPartition(DiskPartition Shown, VolumeFiles? Files, bool IsSealed = false)
{
    /// <summary>The problem of a file that is not there.</summary>
    public const string NotFound = "not found";

    /// <summary>The problem of a file that is a directory.</summary>
    public const string IsDirectory = "found a directory, expected a file";

    /// <summary>A path with the partition, for people.</summary>
    public string Place(string path) => $"{path} on partition {Shown.Number}";

    /// <summary>Why its files cannot be read.</summary>
    public string WhyUnreadable => Shown.Problem ?? $"holds {Shown.FileSystem ?? "no file system that is known"}, expected one whose files can be read";

    /// <summary>A file, or null with the reason.</summary>
    public VolumeFile? Find(string path, out string? problem)
    {
        problem = null;
        if (Files is null)
        {
            problem = WhyUnreadable;
            return null;
        }

        try
        {
            var found = Files.Find(path);
            problem = found is null ? NotFound : found.IsDirectory ? IsDirectory : null;
            return problem is null ? found : null;
        }
        catch (Exception error) when (Malformed.Is(error))
        {
            problem = $"cannot be reached: {error.Message}";
            return null;
        }
    }
}
