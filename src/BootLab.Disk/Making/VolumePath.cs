namespace BootLab.Disk.Making;

/// <summary>Paths of files on the volumes of synthetic disks, parts separated by <c>\</c> or <c>/</c>.</summary>
public static class VolumePath
{
    private const int LongestName = 255;
    private const int DeepestFolder = 16;

    /// <summary>Whether Windows would take every part of a path for a name: <c>..</c> and drive letters are none, so that no path leads out of the volume.</summary>
    public static bool IsSound(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = Parts(path);
        return parts.Length <= DeepestFolder && parts.All(IsName);
    }

    /// <summary>The path with <c>/</c>, from the volume's root.</summary>
    public static string Normal(string path) => string.Join('/', Parts(path));

    private static string[] Parts(string path) => path.TrimStart('\\', '/').Split('\\', '/');

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[^1] is not ('.' or ' ') && name.All(c => c >= ' ' && !char.IsSurrogate(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal));
}
