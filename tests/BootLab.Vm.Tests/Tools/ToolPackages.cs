using BootLab.Testing;
using BootLab.Vm.Pieces;

namespace BootLab.Vm.Tests.Tools;

/// <summary>Programs and scripts of Debian packages that must not be installed for a test: they are downloaded and unpacked into the user's cache.</summary>
internal static class ToolPackages
{
    private static readonly SemaphoreSlim s_turn = new(1);

    /// <summary>The folder into which a package is unpacked; skips where the archive is out of reach.</summary>
    public static async Task<string> UnpackedAsync(string name)
    {
        var user = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(user, "bootlab", "tools", name);
        await s_turn.WaitAsync();
        try
        {
            if (!Directory.Exists(folder))
            {
                await UnpackAsync(name, folder);
            }
        }
        catch (Exception lack) when (lack is HostLacksException or VmException)
        {
            Requires.Missing($"the package {name} cannot be had: {lack.Message}");
        }
        finally
        {
            s_turn.Release();
        }

        return folder;
    }

    private static async Task UnpackAsync(string name, string folder)
    {
        using var download = new TemporaryFolder();
        var package = await new Apt(Path.Combine(Path.GetDirectoryName(folder)!, "lists")).DownloadAsync(new AptPackage(name, "", 0), download.PathTo(""), _ => { }, CancellationToken.None);
        var fresh = $"{folder}.{Environment.ProcessId}.new";
        Directory.CreateDirectory(fresh);
        await HostProgram.RunAsync(HostProgram.Require("dpkg-deb", "dpkg"), ["-x", package, fresh]);
        if (!Directory.Exists(folder))
        {
            Directory.Move(fresh, folder);
        }
    }
}
