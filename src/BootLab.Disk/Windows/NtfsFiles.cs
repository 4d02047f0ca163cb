using BootLab.Disk.Ntfs;

namespace BootLab.Disk.Windows;

/// <summary>The files of an NTFS volume.</summary>
internal sealed class NtfsFiles(NtfsVolume volume) : VolumeFiles
{
    public override string Label => volume.Label;

    public override string? Note => volume.IsDirty ? "was not put away in order (NTFS dirty flag): its journal is not replayed, Windows checks it at its next start" : null;

    public override VolumeFile? Find(string path)
    {
        if (!volume.TryFind(path, out var file))
        {
            return null;
        }

        return new VolumeFile(file.Length, file.IsDirectory, WhyUnreadable(file), () => volume.OpenRead(file));
    }

    // A link is named and not followed: no file that Windows starts from is one.
    private static string? WhyUnreadable(NtfsFile file) =>
        file.ReparsePoint is { Target: not null } link ? link.Kind
        : file.Streams.FirstOrDefault(stream => stream.Name.Length == 0) is { } contents ? contents.Unreadable
        : "file without contents";
}
