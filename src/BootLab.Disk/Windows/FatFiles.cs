using BootLab.Disk.Fat;

namespace BootLab.Disk.Windows;

/// <summary>The files of a FAT volume.</summary>
internal sealed class FatFiles(FatVolume volume) : VolumeFiles
{
    public override string Label => volume.Label;

    public override string? Note => volume.IsDirty ? "was not put away in order (FAT dirty flag): Windows checks it at its next start" : null;

    public override VolumeFile? Find(string path) =>
        volume.TryFind(path, out var file) ? new VolumeFile(file.Length, file.IsDirectory, Unreadable: null, () => volume.OpenRead(file)) : null;
}
