using BootLab.Disk.Fat;
using BootLab.Testing;
using Xunit;

namespace BootLab.Disk.Tests.Fat;

/// <summary>An image with a FAT volume, made and judged by mtools; nothing is mounted.</summary>
internal sealed class FatImage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes an empty volume with mformat.</summary>
    /// <param name="kibibytes">Its size.</param>
    /// <param name="options">-F for FAT32, -c clusters of so many sectors, -v the label.</param>
    public FatImage(int kibibytes, params string[] options)
        : this(kibibytes) => Run("mformat", ["-i", Path, "-T", $"{kibibytes * 2}", "-h", "16", "-s", "63", .. options, "::"]);

    private FatImage(int kibibytes)
    {
        Path = _folder.PathTo("volume.img");
        using var file = File.Create(Path);
        file.SetLength((long)kibibytes << 10);
    }

    /// <summary>Makes an empty volume with mkfs.fat.</summary>
    public static FatImage ByMkfs(int kibibytes, params string[] options)
    {
        var image = new FatImage(kibibytes);
        Run("mkfs.fat", [.. options, image.Path], "dosfstools");
        return image;
    }

    public string Path { get; }

    public byte[] Bytes => File.ReadAllBytes(Path);

    public FatVolume Open() => FatVolume.Open(new MemoryStream(Bytes));

    public FatImage MakeFolder(string name)
    {
        Run("mmd", ["-i", Path, $"::{name}"]);
        return this;
    }

    public FatImage Copy(string name, ReadOnlySpan<byte> content)
    {
        Run("mcopy", ["-i", Path, _folder.Write("source.bin", content), $"::{name}"]);
        return this;
    }

    public FatImage Delete(string name)
    {
        Run("mdel", ["-i", Path, $"::{name}"]);
        return this;
    }

    /// <summary>What mtype reads.</summary>
    public byte[] Type(string name)
    {
        var output = _folder.PathTo("type.bin");
        var result = PeerProcess.Run("sh", ["-c", "out=$0; exec \"$@\" > \"$out\"", output, Requires.Tool("mtype", "mtools"), "-i", Path, $"::{name}"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadAllBytes(output);
    }

    /// <summary>All paths below the root as mdir has them; folders end in a slash.</summary>
    public string[] List() => [.. Run("mdir", ["-i", Path, "-/", "-b", "::"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')[3..])];

    public void Dispose() => _folder.Dispose();

    private static string Run(string program, string[] arguments, string package = "mtools")
    {
        var result = PeerProcess.Run(Requires.Tool(program, package), arguments);
        Assert.True(result.ExitCode == 0, $"{program}: {result.Output}{result.Error}");
        return result.Output;
    }
}
