using BootLab.Disk.Fat;
using Xunit;

namespace BootLab.Disk.Tests.Fat;

/// <summary>Volumes of all three kinds: every path as mdir lists it, every byte as mcopy reads it.</summary>
public sealed class FatVolumeTests
{
    public static TheoryData<FatKind, int, string[]> Volumes => new()
    {
        { FatKind.Fat12, 1440, ["-v", "FLOPPY"] },
        { FatKind.Fat16, 20_000, ["-c", "4", "-v", "SIXTEEN"] },
        { FatKind.Fat32, 40_000, ["-F", "-c", "1", "-v", "THIRTYTWO"] },
        { FatKind.Fat32, 300_000, ["-F", "-c", "8", "-v", "ESP"] },
    };

    [Theory]
    [MemberData(nameof(Volumes))]
    public void Every_file_is_found_and_equal(FatKind kind, int kibibytes, string[] options)
    {
        using var image = new FatImage(kibibytes, options);
        var random = new Random(kibibytes);
        image.MakeFolder("/EFI").MakeFolder("/EFI/Microsoft").MakeFolder("/EFI/Microsoft/Boot").MakeFolder("/ein Ordner mit langem Namen und Umlauten äöü");
        foreach (var (name, length) in (ReadOnlySpan<(string, int)>)
            [
                ("/EFI/Microsoft/Boot/bootmgfw.efi", 70_001), ("/EFI/Microsoft/Boot/BCD", 28_672), ("/empty", 0), ("/lower.txt", 1), ("/UPPER.TXT", 512),
                ("/a name that takes several parts, as it is long.extension", 5000), ("/ein Ordner mit langem Namen und Umlauten äöü/Größe der Datei.bin", 1025), ("/exactly26lettersinthisname", 3),
            ])
        {
            var content = new byte[length];
            random.NextBytes(content);
            image.Copy(name, content);
        }

        // What is written behind them lies in the gaps.
        var small = Enumerable.Range(0, 100).Select(i => (Name: $"file number {i}", Content: (byte[])[(byte)i])).ToArray();
        image.CopyInto("/EFI", small).Delete([.. small.Where((_, i) => i % 2 == 0).Select(file => $"/EFI/{file.Name}")]);
        var scattered = new byte[60_000];
        random.NextBytes(scattered);
        image.Copy("/scattered", scattered);

        var copied = image.CopyOut();
        var volume = image.Open();

        Assert.Equal(kind, volume.BootSector.Kind);
        Assert.Equal(options[^1], volume.Label);
        Assert.False(volume.IsDirty);
        Assert.Equal(image.List().Order(StringComparer.Ordinal), Paths(volume, volume.Root, string.Empty).Order(StringComparer.Ordinal));
        foreach (var path in image.List().Where(path => !path.EndsWith('/')))
        {
            Assert.True(volume.TryFind(path.ToUpperInvariant(), out var file), path);
            using var content = volume.OpenRead(file);
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            Assert.True(File.ReadAllBytes(Path.Combine(copied, path)).AsSpan().SequenceEqual(bytes), path);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void Another_program_formats_alike(int kind)
    {
        using var image = FatImage.ByMkfs(40_000, "-F", $"{kind}", "-s", kind switch { 12 => "32", 16 => "4", _ => "1" }, "-n", "MKFS");
        var volume = image.Copy("/a file that mcopy wrote", "content"u8).Open();

        Assert.Equal(((FatKind)kind, "MKFS", false), (volume.BootSector.Kind, volume.Label, volume.IsDirty));
        Assert.Equal("a file that mcopy wrote", Assert.Single(volume.Enumerate(volume.Root)).Name);
    }

    [Fact]
    public void A_file_is_read_from_any_place()
    {
        using var image = new FatImage(1440);
        var content = new byte[10_000];
        new Random(3).NextBytes(content);
        var volume = image.Copy("/file", content).Open();
        Assert.True(volume.TryFind("\\FILE", out var file));

        using var stream = volume.OpenRead(file);
        foreach (var position in (int[])[9_999, 0, 511, 512, 5_000])
        {
            var bytes = new byte[Math.Min(1000, content.Length - position)];
            stream.Position = position;
            stream.ReadExactly(bytes);
            Assert.True(content.AsSpan(position, bytes.Length).SequenceEqual(bytes));
        }

        Assert.False(volume.TryFind("\\file\\below", out _));
        Assert.False(volume.TryFind("\\none", out _));
    }

    private static IEnumerable<string> Paths(FatVolume volume, FatFile directory, string path) => volume.Enumerate(directory)
        .SelectMany(file => file.IsDirectory ? [$"{path}{file.Name}/", .. Paths(volume, file, $"{path}{file.Name}/")] : (IEnumerable<string>)[$"{path}{file.Name}"]);
}
