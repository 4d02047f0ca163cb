using System.Text;
using System.Text.RegularExpressions;

namespace BootLab.Vm.Pieces;

/// <summary>
/// Downloads packages without installing them and without privileges. It uses the system's package lists; where these know nothing, or name a file that is gone, its own.
/// </summary>
internal sealed partial class Apt
{
    private readonly string _get = HostProgram.Require("apt-get", "apt");
    private readonly string _cache = HostProgram.Require("apt-cache", "apt");
    private readonly string _folder;
    private string[] _options = [];

    /// <param name="folder">Where its own lists go.</param>
    public Apt(string folder) => _folder = folder;

    /// <summary>The kernel that the archive offers at present: the package that <c>linux-image-amd64</c> depends on.</summary>
    public async Task<AptPackage> FindKernelAsync(Action<string> progress, CancellationToken cancellation)
    {
        if (await TryFindKernelAsync(cancellation) is { } known)
        {
            return known;
        }

        await UpdateOwnListsAsync(progress, cancellation);
        return await TryFindKernelAsync(cancellation)
            ?? throw new HostLacksException("apt offers no linux-image-amd64, from which the guests' kernel is taken: add a Debian archive for amd64 to /etc/apt/sources.list, then apt-get update");
    }

    /// <summary>Downloads a package into a folder.</summary>
    public async Task<string> DownloadAsync(AptPackage package, string folder, Action<string> progress, CancellationToken cancellation)
    {
        progress($"downloading {package.Name} ({package.Size / 1_000_000} MB)");
        var (exitCode, _, error) = await HostProgram.TryRunAsync(_get, [.. _options, "-q", "download", package.Name], default, folder, cancellation);
        if (exitCode != 0 && _options.Length == 0)
        {
            // The system's lists may be old and name a version that the archive no longer has.
            await UpdateOwnListsAsync(progress, cancellation);
            (exitCode, _, error) = await HostProgram.TryRunAsync(_get, [.. _options, "-q", "download", package.Name], default, folder, cancellation);
        }

        return exitCode == 0
            ? Directory.EnumerateFiles(folder, "*.deb").Single()
            : throw new VmException($"apt-get download {package.Name} ended with {exitCode}: {error.Trim().ReplaceLineEndings(" ")}");
    }

    private async Task<AptPackage?> TryFindKernelAsync(CancellationToken cancellation)
    {
        var (exitCode, output, _) = await HostProgram.TryRunAsync(_cache, [.. _options, "depends", "linux-image-amd64"], cancellation: cancellation);
        if (exitCode != 0 || !Dependency().Match(Encoding.UTF8.GetString(output)).TryGetValue(out var name))
        {
            return null;
        }

        (exitCode, output, _) = await HostProgram.TryRunAsync(_get, [.. _options, "download", "--print-uris", name], cancellation: cancellation);
        var file = FileLine().Match(Encoding.UTF8.GetString(output));
        return exitCode == 0 && file.Success ? new AptPackage(name, file.Groups["file"].Value, long.Parse(file.Groups["size"].ValueSpan)) : null;
    }

    private async Task UpdateOwnListsAsync(Action<string> progress, CancellationToken cancellation)
    {
        progress("fetching package lists");
        var lists = Path.Combine(_folder, "apt", "lists");
        var cache = Path.Combine(_folder, "apt", "cache");
        Directory.CreateDirectory(Path.Combine(lists, "partial"));
        Directory.CreateDirectory(Path.Combine(cache, "archives", "partial"));
        _options = ["-o", $"Dir::State::Lists={lists}", "-o", $"Dir::Cache={cache}"];
        await HostProgram.RunAsync(_get, [.. _options, "-q", "update"], cancellation: cancellation);
    }

    [GeneratedRegex(@"^\s*Depends: (?<name>linux-image-\S+)", RegexOptions.Multiline)]
    private static partial Regex Dependency();

    // 'URI' file size hash
    [GeneratedRegex(@"^'\S+' (?<file>\S+) (?<size>\d+)", RegexOptions.Multiline)]
    private static partial Regex FileLine();
}

/// <summary>A package that the archive offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">Its file's name, which has the version.</param>
/// <param name="Size">Bytes of the file.</param>
internal sealed record AptPackage(string Name, string File, long Size);

internal static class MatchExtensions
{
    /// <summary>The group "name" of a match.</summary>
    public static bool TryGetValue(this Match match, out string name)
    {
        name = match.Groups["name"].Value;
        return match.Success;
    }
}
