using System.Text;

namespace BootLab.Cli;

/// <summary>Files that are either the old ones or the whole new ones, never half of them.</summary>
internal static class FreshFile
{
    /// <summary>The name of standard output among files.</summary>
    public const string StandardOutput = "-";

    /// <summary>Writes bytes to standard output.</summary>
    /// <exception cref="CommandFailure">It is a terminal.</exception>
    public static void WriteOut(CommandIo io, ReadOnlySpan<byte> content) =>
        (io.BinaryOutput ?? throw CommandFailure.Usage("found a terminal, expected a file or program: the bytes of a table are not for a terminal; add -o FILE, or lead the output elsewhere")).Write(content);

    /// <summary>Whether two paths lead to one file, through whatever links.</summary>
    public static bool IsSame(string path, string other) => File.Exists(path) && File.Exists(other) && Resolve(path) == Resolve(other);

    /// <summary>Writes a text under a temporary name beside the file and renames it.</summary>
    public static void Write(string path, string text) => Write(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes bytes under a temporary name beside the file and renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it shall hold.</param>
    /// <param name="ownerOnly">Whether nobody else may read it: tables, captures and labs hold the secrets of logins.</param>
    public static void Write(string path, byte[] content, bool ownerOnly = false)
    {
        if (path == StandardOutput || Directory.Exists(path))
        {
            throw CommandFailure.Usage($"found {(path == StandardOutput ? "'-'" : $"the folder {path}")} to write to, expected a file");
        }

        var temporary = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var file = Create(temporary, ownerOnly))
            {
                WriteSparsely(file, content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (DirectoryNotFoundException)
        {
            throw CommandFailure.Fatal($"{path}: found no folder {Path.GetDirectoryName(path)}, expected one to write into; make it first");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The temporary name would puzzle whoever gave another.
            throw CommandFailure.Fatal($"{path}: cannot be written: {refused.Message.Replace(temporary, path, StringComparison.Ordinal)}");
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Makes an empty file to be written, which nobody else may read if it is its owner's only.</summary>
    public static FileStream Create(string path, bool ownerOnly)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (ownerOnly && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // Disks are mostly zeros, which take no room where they are not written.
    private static void WriteSparsely(FileStream file, byte[] content)
    {
        const int Piece = 64 << 10;
        for (var at = 0; at < content.Length; at += Piece)
        {
            var piece = content.AsSpan(at, Math.Min(Piece, content.Length - at));
            if (piece.ContainsAnyExcept((byte)0))
            {
                file.Position = at;
                file.Write(piece);
            }
        }

        file.SetLength(content.Length);
    }

    // Each folder on the way may be a link too.
    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        var here = Path.Combine(Resolve(folder), Path.GetFileName(full));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target ? Resolve(target) : here;
    }
}
