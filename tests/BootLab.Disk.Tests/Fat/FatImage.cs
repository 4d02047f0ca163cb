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

    public FatImage CopyInto(string folder, IEnumerable<(string Name, byte[] Content)> files)
    {
        Run("mcopy", ["-i", Path, .. files.Select(file => _folder.Write(file.Name, file.Content)), $"::{folder}"]);
        return this;
    }

    public FatImage Delete(params string[] names)
    {
        Run("mdel", ["-i", Path, .. names.Select(name => $"::{name}")]);
        return this;
    }

    /// <summary>A folder of the host with all files as mcopy reads them.</summary>
    public string CopyOut()
    {
        var folder = _folder.PathTo("out");
        Directory.CreateDirectory(folder);
        Run("mcopy", ["-i", Path, "-s", "-n", "::*", folder]);
        return folder;
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
