using System.Text;
using BootLab.Labs.Files.Sections;
using BootLab.Report.Accounts;

namespace BootLab.Labs.Files;

/// <summary>Accounts that were sent in: <c>bootlab report</c>'s JSON, or the Markdown file that ends in it. They come from strangers, and no file that they name is opened.</summary>
public static class AccountFile
{
    private const string Fence = "```";
    private const string What = "an account that bootlab report has written";

    /// <summary>Reads an account.</summary>
    /// <exception cref="LabFileException">The file is missing or holds mistakes.</exception>
    public static SentAccount Load(string path) => StrictFile.Load(path, AccountSection.Shape, What, file => Block(path, file));

    /// <summary>The block of JSON of a Markdown file, in its place, so that lines are counted from the file's first; a file that is all JSON as it is.</summary>
    private static byte[] Block(string path, byte[] file)
    {
        var start = file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"\n{Fence}json"));
        if (start < 0)
        {
            return file.AsSpan().TrimStart("\ufeff \t\r\n"u8) is [(byte)'{', ..] ? file
                : throw new LabFileException(path, new LabFileError(1, 1, $"found neither JSON nor a block of it, expected {What}"));
        }

        var block = file.AsSpan(start + 1);
        block = block[(block.IndexOf((byte)'\n') + 1)..];
        var end = block.IndexOf(Encoding.ASCII.GetBytes($"\n{Fence}"));
        var lines = file.AsSpan(0, file.Length - block.Length).Count((byte)'\n');
        return [.. Enumerable.Repeat((byte)'\n', lines), .. end < 0 ? block : block[..end]];
    }
}
