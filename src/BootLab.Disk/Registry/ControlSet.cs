using System.Globalization;

namespace BootLab.Disk.Registry;

/// <summary>One of the control sets of a SYSTEM hive, <c>ControlSet001</c> and so on. <c>CurrentControlSet</c> is not in the file: Windows links it when it starts.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Key">Its key.</param>
public sealed record ControlSet(uint Number, RegistryKey Key)
{
    /// <summary>The control set that a value of the key <c>Select</c> names.</summary>
    /// <param name="system">The SYSTEM hive.</param>
    /// <param name="set">The control set.</param>
    /// <param name="selection"><c>Current</c>, <c>Default</c> (what the next boot takes), <c>LastKnownGood</c> or <c>Failed</c>.</param>
    /// <returns>False when there is no such value, or not the control set that it names.</returns>
    /// <exception cref="HiveFormatException">The hive is malformed there.</exception>
    public static bool TryGet(RegistryHive system, out ControlSet set, string selection = "Current")
    {
        set = null!;
        if (system.Find("Select")?.Value(selection)?.AsUInt32 is not { } number || system.Find(NameOf(number)) is not { } key)
        {
            return false;
        }

        set = new ControlSet(number, key);
        return true;
    }

    private static string NameOf(uint number) => string.Create(CultureInfo.InvariantCulture, $"ControlSet{number:000}");
}
