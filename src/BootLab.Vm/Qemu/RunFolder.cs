namespace BootLab.Vm.Qemu;

/// <summary>
/// A folder for the files and sockets of one guest, readable by its owner alone. It is removed with the guest; what a killed process left behind is removed at the next start:
/// as long as the owner lives it holds a lock in the folder.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string Prefix = "bootlab-vm-";
    private const string UnlockedPrefix = "bootlab-new-";
    private const string LockName = "owner.lock";

    private readonly FileStream _lock;

    /// <summary>Makes a folder in the system's folder for temporary files.</summary>
    public RunFolder()
    {
        Sweep();
        // It gets the name by which it can be swept once it is locked: whoever sweeps in between would take it for left behind.
        var unlocked = Directory.CreateTempSubdirectory(UnlockedPrefix).FullName;
        _lock = new FileStream(System.IO.Path.Combine(unlocked, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(unlocked)!, Prefix + System.IO.Path.GetFileName(unlocked)[UnlockedPrefix.Length..]);
        Directory.Move(unlocked, Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    public string PathTo(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        _lock.Dispose();
    }

    /// <summary>Removes the folders whose owner is gone.</summary>
    internal static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                using var owner = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
            {
                // Its owner lives, or is another user.
            }
        }
    }
}
