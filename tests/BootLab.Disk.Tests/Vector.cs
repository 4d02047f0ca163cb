using System.Globalization;
using BootLab.Testing;

namespace BootLab.Disk.Tests;

/// <summary>Disks made by other programs, kept as text: <c>size BYTES</c>, then rows <c>OFFSET: 16 bytes</c>; what is not listed is zero.</summary>
public static class Vector
{
    public static MemoryStream Open(string name)
    {
        var lines = File.ReadLines(Repository.PathTo("tests", "BootLab.Disk.Tests", "vectors", name)).Where(line => !line.StartsWith('#'));
        var disk = Array.Empty<byte>();
        foreach (var line in lines)
        {
            if (line.StartsWith("size ", StringComparison.Ordinal))
            {
                disk = new byte[int.Parse(line.AsSpan(5))];
            }
            else
            {
                var parts = line.Split(": ");
                Convert.FromHexString(parts[1]).CopyTo(disk, int.Parse(parts[0], NumberStyles.AllowHexSpecifier));
            }
        }

        return new MemoryStream(disk, 0, disk.Length, writable: true, publiclyVisible: true);
    }

    public static Span<byte> At(this MemoryStream disk, int offset, int length) => disk.GetBuffer().AsSpan(offset, length);
}
