using BootLab.Disk.Registry.Windows;

namespace BootLab.Os.Windows.Conditions;

/// <summary>Where a driver's file is (W-SVC-5).</summary>
public static class DriverFile
{
    /// <summary>The path of a service's file from the root of the volume; null when its ImagePath has a form that the loader does not take for a driver's.</summary>
    /// <param name="service">The service.</param>
    /// <param name="systemRoot">The folder of Windows, such as <c>\Windows</c>.</param>
    public static string? PathOf(WindowsService service, string systemRoot)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(systemRoot);
        const string Root = "\\SystemRoot\\";
        const string Variable = "%SystemRoot%\\";
        var path = service.ImagePath is { Length: > 0 } given ? given : $"System32\\drivers\\{service.Name}.sys";
        foreach (var prefix in new[] { Root, Variable })
        {
            path = path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? path[prefix.Length..] : path;
        }

        return path.Contains(':', StringComparison.Ordinal) || path.StartsWith('\\') ? null : $"{systemRoot.TrimEnd('\\')}\\{path}";
    }
}
