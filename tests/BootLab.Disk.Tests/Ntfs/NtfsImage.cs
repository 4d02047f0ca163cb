using BootLab.Disk.Ntfs;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>An image with an NTFS volume, made and judged by the programs of ntfs-3g and wimlib; nothing is mounted.</summary>
internal sealed class NtfsImage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes an empty volume.</summary>
    public NtfsImage(int mebibytes, params string[] mkntfs)
    {
        Path = _folder.PathTo("volume.img");
        using (var file = File.Create(Path))
        {
            file.SetLength((long)mebibytes << 20);
        }

        Run("mkntfs", ["--force", "--quiet", "--quick", .. mkntfs, Path]);
    }

    public string Path { get; }

    public NtfsVolume Open() => NtfsVolume.Open(new MemoryStream(File.ReadAllBytes(Path)));

    /// <summary>Applies a folder of the host to the volume's root, hard links and symbolic links included.</summary>
    public NtfsImage Apply(string source)
    {
        var archive = _folder.PathTo("source.wim");
        Run("wimcapture", [source, archive, "--compress=none", "--no-acls", "--quiet"], "wimtools");
        Run("wimapply", [archive, "1", Path, "--quiet"], "wimtools");
        return this;
    }

    public NtfsImage Copy(string name, ReadOnlySpan<byte> content, params string[] options)
    {
        var source = _folder.Write("source.bin", content);
        Run("ntfscp", ["--force", "--quiet", .. options, Path, source, name]);
        return this;
    }

    /// <summary>What ntfscat reads.</summary>
    public byte[] Cat(string name, params string[] options)
    {
        var output = _folder.PathTo("cat.bin");
        var result = PeerProcess.Run("sh", ["-c", "out=$0; exec \"$@\" > \"$out\"", output, Requires.Tool("ntfscat", "ntfs-3g"), "--force", "--quiet", .. options, Path, name]);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadAllBytes(output);
    }

    public string Run(string program, string[] arguments, string package = "ntfs-3g")
    {
        var result = PeerProcess.Run(Requires.Tool(program, package), arguments);
        Assert.True(result.ExitCode == 0, $"{program}: {result.Output}{result.Error}");
        return result.Output;
    }

    /// <summary>What ntfscat reads of several files, one behind the other.</summary>
    public byte[] CatAll(IEnumerable<string> names)
    {
        var (list, output) = (_folder.Write("names", System.Text.Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\n")))), _folder.PathTo("cat.bin"));
        const string Script = "while IFS= read -r name; do \"$1\" --force --quiet \"$2\" \"$name\" || exit; done < \"$3\" > \"$4\"";
        var result = PeerProcess.Run("sh", ["-c", Script, "sh", Requires.Tool("ntfscat", "ntfs-3g"), Path, list, output]);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadAllBytes(output);
    }

    /// <summary>Marks every second cluster of the volume as taken, so that what is written next lies in pieces.</summary>
    public NtfsImage TakeEverySecondCluster(int clusterSize = 4096) => TakeClusters(clusterSize, bits =>
    {
        foreach (ref var value in bits)
        {
            value |= 0x55;
        }
    });

    /// <summary>The same with sixteen clusters, which are compressed together: ntfs-3g wants them in one piece.</summary>
    public NtfsImage TakeEverySecondUnit(int clusterSize) => TakeClusters(clusterSize, bits =>
    {
        for (var at = 0; at + 4 <= bits.Length; at += 4)
        {
            bits.Slice(at, 2).Fill(0xff);
        }
    });

    /// <summary>Marks all clusters as taken but so many at the end of the volume.</summary>
    public NtfsImage TakeAllButTheEnd(int clusterSize, int left) => TakeClusters(clusterSize, bits => bits[..^(left / 8)].Fill(0xff));

    private NtfsImage TakeClusters(int clusterSize, BitmapChange change)
    {
        // "VCN LCN Length" of the only run of $Bitmap.
        var run = Run("ntfscluster", ["--force", "--filename", "$Bitmap", Path]).Trim().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var file = new FileStream(Path, FileMode.Open);
        var bits = new byte[(file.Length / clusterSize / 8) - 1];
        file.Position = long.Parse(run[1]) * clusterSize;
        file.ReadExactly(bits);
        file.Position -= bits.Length;
        change(bits);
        file.Write(bits);
        return this;
    }

    private delegate void BitmapChange(Span<byte> bits);

    public void Dispose() => _folder.Dispose();
}

internal static class NtfsReading
{
    public static byte[] ReadAll(this NtfsVolume volume, string path, string stream = "")
    {
        Assert.True(volume.TryFind(path, out var file), $"{path} was not found");
        return volume.ReadAll(file, stream);
    }

    public static byte[] ReadAll(this NtfsVolume volume, NtfsFile file, string stream = "")
    {
        using var data = volume.OpenRead(file, stream);
        var bytes = new byte[data.Length];
        data.ReadExactly(bytes);
        Assert.Equal(0, data.Read(new byte[1]));
        return bytes;
    }
}
