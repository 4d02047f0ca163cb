using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace BootLab.Net.Live;

/// <summary>
/// A network namespace of this process's own, without privileges: this very process is replaced by <c>unshare</c> (util-linux), which becomes this program again,
/// with the same arguments, process id, terminal and files, in a new user and network namespace. Nothing there reaches the host's network, and the namespace is
/// gone with the last process in it.
/// </summary>
public static partial class NetworkNamespace
{
    // Holds the network namespace that was left, so that a value which somebody inherited says nothing.
    private const string Variable = "BOOTLAB_NAMESPACE";
    private static readonly string[] s_unprivileged = ["--user", "--map-root-user", "--net"];
    private static readonly string[] s_privileged = ["--net"];

    /// <summary>Whether this process was replaced by <see cref="Enter"/>.</summary>
    public static bool IsOwn => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } left && left != Current();

    /// <summary>Why <see cref="Enter"/> would fail; null when nothing stands in the way.</summary>
    public static string? Obstacle() => TryFindWay(out _, out var obstacle) ? null : obstacle;

    /// <summary>Replaces this process; comes back only by an exception.</summary>
    /// <exception cref="LiveException">There is no <c>unshare</c>, or the kernel gives this user no namespace.</exception>
    public static void Enter()
    {
        if (!TryFindWay(out var way, out var obstacle))
        {
            throw new LiveException(obstacle);
        }

        var program = new FileInfo("/proc/self/exe").LinkTarget ?? Environment.ProcessPath!;
        var arguments = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => (string)entry.Key != Variable)
            .Select(entry => $"{entry.Key}={entry.Value}");
        string?[] command = ["unshare", .. way, "--", program, .. arguments[1..], null];
        _ = Execute(Unshare()!, command, [.. environment, $"{Variable}={Current()}", null]);
        throw new LiveException($"unshare cannot be started: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The environment of a program that is started beside, without what is meant for this process alone.</summary>
    internal static void Clean(ProcessStartInfo start) => start.Environment.Remove(Variable);

    private static string? Current() => new FileInfo("/proc/self/ns/net").LinkTarget;

    private static string? Unshare() => new[] { "/usr/bin/unshare", "/bin/unshare" }.FirstOrDefault(File.Exists);

    private static bool TryFindWay(out string[] way, out string obstacle)
    {
        way = [];
        obstacle = "found no 'unshare' on this host, which a network namespace needs: apt-get install util-linux";
        if (Unshare() is not { } unshare)
        {
            return false;
        }

        var said = string.Empty;
        foreach (var candidate in new[] { s_unprivileged, s_privileged })
        {
            if (Succeeds(unshare, candidate, ref said))
            {
                way = candidate;
                return true;
            }
        }

        obstacle = $"the kernel gives this user no network namespace ({said}): allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
            + "kernel.apparmor_restrict_unprivileged_userns=0), or run as root";
        return false;
    }

    private static bool Succeeds(string unshare, string[] way, ref string said)
    {
        using var trial = Process.Start(new ProcessStartInfo(unshare, [.. way, "--", "true"]) { RedirectStandardError = true })!;
        var error = trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        said = said.Length > 0 ? said : error.Trim();
        return trial.ExitCode == 0;
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments, string?[] environment);
}
