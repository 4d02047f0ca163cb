using System.Globalization;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Windows;

/// <summary>A disk whose GUID partition table sgdisk wrote.</summary>
internal sealed class GptDisk : IDisposable
{
    public static readonly Guid DiskId = new("774add80-82ff-4a39-8ad1-a05757758999");
    private const int MiB = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    /// <param name="mebibytes">Its size.</param>
    /// <param name="partitions">Each with its number, sgdisk's code of the type, its own GUID, its first MiB and what is in it.</param>
    public GptDisk(int mebibytes, params (int Number, string Type, Guid Id, int Start, byte[] Volume)[] partitions)
    {
        Path = _folder.PathTo("disk.img");
        using (var file = File.Create(Path))
        {
            file.SetLength((long)mebibytes * MiB);
            foreach (var partition in partitions)
            {
                file.Position = (long)partition.Start * MiB;
                file.Write(partition.Volume);
            }
        }

        var made = PeerProcess.Run(
            Requires.Tool("sgdisk", "gdisk"),
            ["--clear", .. partitions.SelectMany(Options), $"--disk-guid={DiskId}", Path]);
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
    }

    public string Path { get; }

    public byte[] Bytes => File.ReadAllBytes(Path);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Options((int Number, string Type, Guid Id, int Start, byte[] Volume) partition)
    {
        var first = partition.Start * (long)(MiB / 512);
        yield return string.Create(CultureInfo.InvariantCulture, $"--new={partition.Number}:{first}:{first + (partition.Volume.Length / 512) - 1}");
        yield return $"--typecode={partition.Number}:{partition.Type}";
        yield return $"--partition-guid={partition.Number}:{partition.Id}";
    }
}
