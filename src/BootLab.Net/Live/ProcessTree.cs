using System.Globalization;

namespace BootLab.Net.Live;

/// <summary>Processes and what they have started, from /proc.</summary>
internal static class ProcessTree
{
    /// <summary>A process and all that descend from it, itself first.</summary>
    public static IReadOnlyList<int> Below(int root)
    {
        var all = new List<int> { root };
        for (var at = 0; at < all.Count; at++)
        {
            all.AddRange(ChildrenOf(all[at]));
        }

        return all;
    }

    /// <summary>What a process has started and has not ended; nothing when it is gone itself.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{process}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
