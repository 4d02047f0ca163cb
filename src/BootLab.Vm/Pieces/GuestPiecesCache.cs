namespace BootLab.Vm.Pieces;

/// <summary>
/// Guest pieces below the user's cache folder, a folder a version. A folder appears whole or not at all, is checked by its hashes before each use, and may be removed at any time.
/// </summary>
/// <param name="root">The folder of the cache.</param>
public sealed class GuestPiecesCache(string root)
{
    /// <summary>The cache folder of this user: <c>$XDG_CACHE_HOME/bootlab/vm</c>, or <c>~/.cache/bootlab/vm</c>.</summary>
    public static GuestPiecesCache OfUser()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(home) || !Path.IsPathRooted(home))
        {
            var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            home = Path.Combine(user.Length > 0 ? user : Path.GetTempPath(), ".cache");
        }

        return new GuestPiecesCache(Path.Combine(home, "bootlab", "vm"));
    }

    /// <summary>The pieces made last; null when there are none that are whole and of this version of BootLab.</summary>
    public GuestPieces? Find() => !Directory.Exists(root) ? null : Directory.EnumerateDirectories(root)
        .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
        .Select(folder => (Folder: folder, Manifest: PiecesManifest.Check(folder, GuestPiecesMaker.Recipe)))
        .Where(found => found.Manifest is not null)
        .OrderByDescending(found => found.Manifest!.Made)
        .Select(found => new GuestPieces(found.Folder, found.Manifest!.KernelVersion))
        .FirstOrDefault();

    /// <summary>The pieces made last, or new ones when there are none. Nothing is asked of the archive while there are some.</summary>
    /// <inheritdoc cref="PrepareAsync"/>
    public async Task<GuestPieces> FindOrPrepareAsync(Action<string> progress, CancellationToken cancellation) => Find() ?? await PrepareAsync(progress, cancellation);

    /// <summary>Makes the pieces of the kernel that the archive offers now, unless they are here. Of two processes at once the second waits and finds what the first made.</summary>
    /// <param name="progress">Is told what goes on.</param>
    /// <param name="cancellation">Gives up; nothing half made stays.</param>
    /// <exception cref="HostLacksException">A program that is needed is not installed.</exception>
    /// <exception cref="VmException">The archive or an unpacking program failed.</exception>
    public async Task<GuestPieces> PrepareAsync(Action<string> progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(root);
        await using var turn = await WaitForTurnAsync(progress, cancellation);
        foreach (var leftover in Directory.EnumerateDirectories(root, ".new-*"))
        {
            Directory.Delete(leftover, recursive: true);
        }

        return await new GuestPiecesMaker(root, progress).MakeAsync(cancellation);
    }

    private async Task<FileStream> WaitForTurnAsync(Action<string> progress, CancellationToken cancellation)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FileStream(Path.Combine(root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!cancellation.IsCancellationRequested)
            {
                if (isFirst)
                {
                    progress("waiting for another process that prepares the same");
                }

                await Task.Delay(200, cancellation);
            }
        }
    }
}
