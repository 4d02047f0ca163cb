using BootLab.Labs.Files.Sections;
using BootLab.Rules;

namespace BootLab.Labs.Files;

/// <summary>What a lab or <c>.bootlab.yaml</c> says about rules.</summary>
/// <param name="Suppressions">Rules whose findings are not to be counted, each with its reason.</param>
public sealed record LintSettings(IReadOnlyList<Suppression> Suppressions)
{
    /// <summary>The name of the settings file that a project keeps at its top.</summary>
    public const string FileName = ".bootlab.yaml";

    /// <summary>Nothing is said.</summary>
    public static LintSettings None { get; } = new([]);

    /// <summary>Reads a settings file.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static LintSettings Load(string path) => StrictFile.Load(path, LintSection.File, "a settings file");

    /// <summary>The settings file of a folder, or the nearest one above it; null when there is none.</summary>
    public static string? Nearest(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, FileName);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
