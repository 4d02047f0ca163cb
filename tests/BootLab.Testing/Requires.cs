using Xunit;

namespace BootLab.Testing;

/// <summary>What a test needs from the host. A test without it skips and says which package brings it; where skipping is forbidden it fails.</summary>
public static class Requires
{
    /// <summary>The path of a program, or a skip that names the Debian package.</summary>
    public static string Tool(string program, string package)
    {
        var path = Find(program);
        if (path is null)
        {
            Missing($"{program} is not installed: apt-get install {package}");
        }

        return path!;
    }

    /// <summary>Skips, or fails when the environment variable BOOTLAB_FORBID_SKIP is 1.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("BOOTLAB_FORBID_SKIP") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static string? Find(string program)
    {
        // Daemons of Debian live in sbin, which an unprivileged user's PATH leaves out.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Concat(["/usr/sbin", "/sbin"]);
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
