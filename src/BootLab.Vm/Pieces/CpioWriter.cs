using System.Text;

namespace BootLab.Vm.Pieces;

/// <summary>An archive that the kernel takes for its first file system: cpio in the format "newc" (Linux, buffer-format). Equal content gives equal bytes: owner root, time 0.</summary>
internal sealed class CpioWriter(Stream output)
{
    private const int Directory = 0x4000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xa000;

    private readonly HashSet<string> _names = [];
    private int _inode;

    /// <summary>Adds a file, executable or not, and the folders it needs.</summary>
    public void AddFile(string name, ReadOnlySpan<byte> content, bool isExecutable = false)
    {
        AddFoldersOf(name);
        AddEntry(name, RegularFile | (isExecutable ? 0x1ed : 0x1a4), content);
    }

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string name, string target)
    {
        AddFoldersOf(name);
        AddEntry(name, SymbolicLink | 0x1ff, Encoding.UTF8.GetBytes(target));
    }

    /// <summary>Adds a folder and those it is in.</summary>
    public void AddFolder(string name)
    {
        if (name.Length > 0 && !_names.Contains(name))
        {
            AddFoldersOf(name);
            AddEntry(name, Directory | 0x1ed, []);
        }
    }

    /// <summary>Ends the archive.</summary>
    public void Finish() => Write("TRAILER!!!", 0, 0, []);

    private void AddFoldersOf(string name) => AddFolder(name.LastIndexOf('/') is > 0 and var slash ? name[..slash] : "");

    private void AddEntry(string name, int mode, ReadOnlySpan<byte> content)
    {
        if (name.StartsWith('/') || !_names.Add(name))
        {
            throw new ArgumentException($"'{name}' is in the archive already, or starts with a slash", nameof(name));
        }

        Write(name, ++_inode, mode, content);
    }

    private void Write(string name, int inode, int mode, ReadOnlySpan<byte> content)
    {
        // magic, inode, mode, uid, gid, links, time, size, device and special device (two numbers each), length of the name with its NUL, checksum (unused)
        var header = $"070701{inode:x8}{mode:x8}{0:x8}{0:x8}{1:x8}{0:x8}{content.Length:x8}{0:x8}{0:x8}{0:x8}{0:x8}{Encoding.UTF8.GetByteCount(name) + 1:x8}{0:x8}";
        WriteAligned(Encoding.UTF8.GetBytes(header + name + "\0"));
        WriteAligned(content);
    }

    private void WriteAligned(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        output.Write(stackalloc byte[-bytes.Length & 3]);
    }
}
