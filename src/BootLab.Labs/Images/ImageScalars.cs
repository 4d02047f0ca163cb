using BootLab.Disk.Making;
using BootLab.Labs.Files.Shapes;

namespace BootLab.Labs.Images;

/// <summary>Names and paths of the registry, and of files.</summary>
internal static class ImageScalars
{
    /// <summary>A file of a volume.</summary>
    public static readonly ScalarShape<string> Path = new(
        "the path of a file such as Windows\\System32\\drivers\\disk.sys, of names that Windows allows", Scalars.TextOnly, (string text, out string value) => VolumePath.IsSound(value = text));

    /// <summary>A part of a key's path.</summary>
    public static readonly ScalarShape<string> KeyName = Scalars.Matching("the name of a key, at most 255 characters without \\", new(@"^[^\\\u0000-\u001f]{1,255}\z"));

    /// <summary>The path of a key.</summary>
    public static readonly ScalarShape<string> KeyPath = Scalars.Matching("the path of a key, at most 32 names separated by \\", new(@"^[^\\\u0000-\u001f]{1,255}(\\[^\\\u0000-\u001f]{1,255}){0,31}\z"));

    /// <summary>The name of a value.</summary>
    public static readonly ScalarShape<string> ValueName = Scalars.Matching("the name of a value, at most 255 characters", new(@"^[^\u0000-\u001f]{1,255}\z"));
}
