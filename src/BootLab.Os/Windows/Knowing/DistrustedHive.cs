using BootLab.Disk.Registry;
using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Knowing;

/// <summary>Questions to a hive that may be damaged where the answer would be: what cannot be read is not known.</summary>
internal static class DistrustedHive
{
    /// <summary>A service by its name; null when there is none, or it cannot be read.</summary>
    public static WindowsService? Service(WindowsFacts hive, string name) => Ask(() => hive.Service(name));

    /// <summary>A setting; null when there is none, or it cannot be read.</summary>
    public static WindowsSetting? Setting(WindowsFacts hive, Func<WindowsSettings, WindowsSetting> choose) => Ask(() => choose(hive.Settings));

    /// <summary>Filters above all devices of a class; none when they cannot be read.</summary>
    public static IReadOnlyList<string> UpperFilters(WindowsFacts hive, Guid deviceClass) => Ask(() => hive.UpperFilters(deviceClass))?.Texts ?? [];

    private static T? Ask<T>(Func<T?> question)
        where T : class
    {
        try
        {
            return question();
        }
        catch (HiveFormatException)
        {
            return null;
        }
    }
}
