using System.Text;

namespace BootLab.Os.LinuxTools;

/// <summary>
/// The order in which Linux lists a folder of sysfs: by a hash of the names (fs/kernfs/dir.c, since 4.7 on 64-bit machines), so that it is the same on every machine and has nothing to do with numbers.
/// Target 2 comes before target 0, and that before target 1.
/// </summary>
public static class KernfsOrder
{
    private const ulong GoldenRatio = 0x61c8864680b583eb;

    /// <summary>Names as a program meets them that reads the folder.</summary>
    public static IReadOnlyList<string> Sort(IEnumerable<string> names) => [.. names.OrderBy(Hash).ThenBy(name => name, StringComparer.Ordinal)];

    private static uint Hash(string name)
    {
        var hash = 0UL;
        foreach (var value in Encoding.Latin1.GetBytes(name))
        {
            hash = (hash + ((ulong)value << 4) + ((ulong)value >> 4)) * 11;
        }

        // 0, 1 and the largest number stand for ends of the folder.
        return Math.Clamp((uint)((hash * GoldenRatio) >> 32) & int.MaxValue, 2, int.MaxValue - 1);
    }
}
