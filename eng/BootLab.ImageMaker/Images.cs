namespace BootLab.ImageMaker;

/// <summary>The images of this repository.</summary>
public static class Images
{
    /// <summary>File names below <c>images</c> and the bytes they unpack to.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All =>
    [
        ("bios-boot.img.gz", HardDisk.Make()),
        ("bios-cd.iso.gz", OpticalDisk.Make()),
        ("linux-disk.img.gz", LinuxDisk.Make()),
    ];
}
