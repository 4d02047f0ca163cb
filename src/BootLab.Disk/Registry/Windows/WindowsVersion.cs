using System.Globalization;

namespace BootLab.Disk.Registry.Windows;

/// <summary>Which Windows it is, from the SOFTWARE hive.</summary>
/// <param name="ProductName">Its name; Windows 11 calls itself 10 here.</param>
/// <param name="Build">Its build, such as 9200 for Windows 8 and Server 2012; null when it is no number.</param>
/// <param name="Revision">The revision of the build (UBR, Windows 10 on), or null.</param>
/// <param name="InstallationType">Client, Server, Server Core, WindowsPE, or null.</param>
public sealed record WindowsVersion(string? ProductName, int? Build, uint? Revision, string? InstallationType)
{
    /// <summary>The key in the SOFTWARE hive.</summary>
    public const string KeyPath = "Microsoft\\Windows NT\\CurrentVersion";

    /// <summary>Reads the version, or null when the hive has no such key.</summary>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public static WindowsVersion? Read(RegistryHive software)
    {
        if (!software.TryFind(KeyPath, out var key))
        {
            return null;
        }

        var build = key.Text("CurrentBuild") ?? key.Text("CurrentBuildNumber");
        return new WindowsVersion(
            key.Text("ProductName"),
            int.TryParse(build, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            key.Number("UBR"),
            key.Text("InstallationType"));
    }
}
