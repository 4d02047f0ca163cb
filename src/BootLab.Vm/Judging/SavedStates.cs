using System.Security.Cryptography;
using System.Text;
using BootLab.Vm.Pieces;
using BootLab.Vm.Qemu;

namespace BootLab.Vm.Judging;

/// <summary>
/// The state of a guest that has booted and waits for its first table, kept beside the pieces that it was booted from, so that the next guest need not boot. The file's name says for which QEMU and which
/// arguments it is, the word of its boot, and the hash of its content; it appears whole or not at all.
/// </summary>
internal sealed class SavedStates(GuestPieces pieces, LinuxGuestSetup setup) : IDisposable
{
    private const string Prefix = "waiting-";
    private const string Suffix = ".state";

    private readonly SemaphoreSlim _turn = new(1);
    private string? _key;
    private SavedState? _state;
    private bool _hasLooked;

    /// <summary>The state, checked once by its hash; null when there is none that is whole.</summary>
    public async Task<SavedState?> FindAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_hasLooked)
            {
                _key = Key(await QemuVersion.FindAsync(cancellation));
                _state = Files(_key).Select(Check).FirstOrDefault(state => state is not null);
                _hasLooked = true;
            }

            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps the state of a guest that has just become ready, unless there is one or another process is keeping it. The guest stands still meanwhile.</summary>
    /// <exception cref="VmException">The guest ended over it.</exception>
    public async Task SaveAsync(LinuxGuest guest, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_state is null)
            {
                using var alone = new FileStream(Path.Combine(pieces.Folder, ".saving"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _state = await WriteAsync(guest, cancellation);
            }
        }
        catch (Exception unable) when (unable is IOException or UnauthorizedAccessException)
        {
            // Another process is at it, or the folder is not ours: the next guest boots.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets a state from which no guest started.</summary>
    public void Discard(SavedState state)
    {
        File.Delete(state.File);
        _state = null;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<SavedState?> WriteAsync(LinuxGuest guest, CancellationToken cancellation)
    {
        var fresh = Path.Combine(pieces.Folder, $".new-{Environment.ProcessId}{Suffix}");
        try
        {
            if (!await guest.SaveAsync(fresh, cancellation))
            {
                return null;
            }

            foreach (var old in Directory.EnumerateFiles(pieces.Folder, $"{Prefix}*{Suffix}"))
            {
                File.Delete(old);
            }

            var kept = new SavedState(Path.Combine(pieces.Folder, $"{Prefix}{_key}-{guest.Mark}-{Hash(fresh)}{Suffix}"), guest.Mark);
            File.Move(fresh, kept.File);
            return kept;
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private IEnumerable<string> Files(string key) => Directory.EnumerateFiles(pieces.Folder, $"{Prefix}{key}-*{Suffix}");

    /// <summary>The state of a file whose content is what its name says; another one is removed.</summary>
    private static SavedState? Check(string file)
    {
        try
        {
            if (Path.GetFileNameWithoutExtension(file).Split('-') is [_, _, var mark, var hash] && Hash(file) == hash)
            {
                return new SavedState(file, mark);
            }

            File.Delete(file);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            // Another process has removed it, or it is not ours.
        }

        return null;
    }

    private string Key(string version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [version, $"{TablePlace.Address:x} {TablePlace.Room:x}", .. LinuxGuest.Arguments(pieces, setup, "", "").ToList()]))))[..12];

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
