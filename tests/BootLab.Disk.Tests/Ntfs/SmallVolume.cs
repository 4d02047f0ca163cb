using System.Buffers.Binary;
using System.Text;
using BootLab.Disk.Ntfs;
using BootLab.Testing;

namespace BootLab.Disk.Tests.Ntfs;

/// <summary>
/// A volume of 3 MiB with one of each: a directory of several blocks, hard links that need an attribute list, a symbolic link, a compressed file, a sparse one, alternate streams,
/// and a file that says that CompactOS has its data.
/// </summary>
internal static class SmallVolume
{
    private const int ClusterSize = 512;

    public static byte[] Compressed { get; } = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 20_000)));

    public static NtfsImage Make()
    {
        using var source = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
        {
            source.Write($"folder/a file of some length {i}", []);
        }

        var original = source.Write("linked", "linked"u8);
        for (var i = 0; i < 12; i++)
        {
            PeerProcess.Run("ln", [original, source.PathTo($"a link to it with a name of some length {i}")]);
        }

        File.CreateSymbolicLink(source.PathTo("symbolic"), "folder/inside");
        // What is applied takes the mark off the root by which new files are compressed.
        var image = new NtfsImage(3, "--cluster-size", $"{ClusterSize}", "--enable-compression").Copy("compressed", Compressed).Apply(source.Root)
            .Copy("streams", "contents"u8)
            .Copy("streams", "alternate"u8, "--attr-name", "other")
            .Copy("streams", new byte[5000], "--attr-name", "third")
            .Copy("compact", "what NTFS itself would give"u8)
            .Copy("README", "upper"u8)
            .Copy("readme", "lower"u8)
            .Copy("Äpfel", "fruit"u8)
            .Copy("sparse", new byte[3000]);
        // WOF_EXTERNAL_INFO of version 1, provider 2 (file), FILE_PROVIDER_EXTERNAL_INFO_V1 with algorithm 1 (LZX).
        image.Copy("compact", [0x17, 0, 0, 0x80, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], "--attribute", "0xc0");
        // A mount point whose name for people is empty.
        image.Copy("mounted", "x"u8).Copy("mounted", [3, 0, 0, 0xa0, 20, 0, 0, 0, 0, 0, 8, 0, 10, 0, 0, 0, .. Encoding.Unicode.GetBytes("\\??\\C\0")], "--attribute", "0xc0");
        image.Run("ntfstruncate", ["-f", image.Path, $"{Find(image.Open(), "sparse").Reference.Record}", "900000"]);
        return image;
    }

    public static NtfsFile Find(NtfsVolume volume, string path) => volume.TryFind(path, out var file) ? file : throw new InvalidOperationException($"{path} is missing");

    /// <summary>Where the record of a file starts; the table of so small a volume is in one piece.</summary>
    public static int RecordOf(byte[] image, string path)
    {
        var volume = NtfsVolume.Open(new MemoryStream(image));
        return (int)((volume.BootSector.MftCluster * ClusterSize) + (Find(volume, path).Reference.Record * volume.BootSector.RecordSize));
    }

    /// <summary>Where the first attribute of a type starts in a record.</summary>
    public static int AttributeOf(byte[] image, int record, int type)
    {
        var at = record + BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(record + 20));
        while (BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(at)) != type)
        {
            at += BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(at + 4));
        }

        return at;
    }
}
