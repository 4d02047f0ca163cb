using System.Reflection;

namespace BootLab.Report.Accounts;

/// <summary>The version of BootLab.</summary>
public static class BootLabVersion
{
    /// <summary>Number and commit, such as <c>0.1.0+b3f2109c</c>.</summary>
    public static string Text { get; } = typeof(BootLabVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
