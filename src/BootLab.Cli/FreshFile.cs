using System.Text;

namespace BootLab.Cli;

/// <summary>Files that are either the old ones or the whole new ones, never half of them.</summary>
internal static class FreshFile
{
    /// <summary>Writes a text under a temporary name beside the file and renames it.</summary>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes bytes under a temporary name beside the file and renames it.</summary>
    public static void Write(string path, byte[] content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
