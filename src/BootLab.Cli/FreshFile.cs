using System.Text;

namespace BootLab.Cli;

/// <summary>Files that are either the old ones or the whole new ones, never half of them.</summary>
internal static class FreshFile
{
    /// <summary>Writes a text under a temporary name beside the file and renames it.</summary>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes bytes under a temporary name beside the file and renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it shall hold.</param>
    /// <param name="ownerOnly">Whether nobody else may read it: tables, captures and labs hold the secrets of logins.</param>
    public static void Write(string path, byte[] content, bool ownerOnly = false)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
