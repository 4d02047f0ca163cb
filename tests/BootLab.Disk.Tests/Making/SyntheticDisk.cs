using BootLab.Disk.Images;
using BootLab.Disk.Ntfs;
using BootLab.Disk.Windows;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Making;

/// <summary>One of the repository's synthetic disks with Windows on it.</summary>
internal sealed class SyntheticDisk : IDisposable
{
    private readonly DiskImage _disk;

    public SyntheticDisk(string name)
    {
        _disk = DiskImage.Open(Repository.PathTo("images", $"{name}.img.gz"));
        Partitions = WindowsImage.Read(_disk).Partitions;
        Volume = NtfsVolume.Open(_disk, Partitions.Single(partition => partition.FileSystem == "NTFS").Start);
    }

    /// <summary>The names of those that the repository keeps.</summary>
    public static TheoryData<string> Names => [.. Directory.GetFiles(Repository.PathTo("images"), "windows-*.img.gz").Select(path => Path.GetFileName(path).Split('.')[0])];

    public IReadOnlyList<DiskPartition> Partitions { get; }

    public NtfsVolume Volume { get; }

    public Stream Bytes => _disk;

    /// <summary>Writes the bytes of a partition to a file.</summary>
    public string WritePartition(TemporaryFolder folder, string fileSystem)
    {
        var partition = Partitions.Single(partition => partition.FileSystem == fileSystem);
        var bytes = new byte[partition.Length];
        _disk.Position = partition.Start;
        _disk.ReadExactly(bytes);
        return folder.Write($"{fileSystem}.img", bytes);
    }

    public string WriteWhole(TemporaryFolder folder)
    {
        var path = folder.PathTo("disk.img");
        using var file = File.Create(path);
        _disk.Position = 0;
        _disk.CopyTo(file);
        return path;
    }

    public void Dispose() => _disk.Dispose();
}
