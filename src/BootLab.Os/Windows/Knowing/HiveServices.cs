using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Knowing;

/// <summary>Services of a hive that may be damaged.</summary>
internal static class HiveServices
{
    /// <summary>A service by its name; null when there is none, or its place in the hive cannot be read.</summary>
    public static WindowsService? Find(WindowsFacts hive, string name)
    {
        try
        {
            return hive.Service(name);
        }
        catch (HiveFormatException)
        {
            return null;
        }
    }
}
