using System.Globalization;

namespace BootLab.Net.Live;

/// <summary>Sockets of this network namespace, from /proc/net.</summary>
internal static class NamespaceSockets
{
    // Tables with the inode in the given column, counted from 0.
    private static readonly (string Table, int Inode)[] s_tables =
        [("tcp", 9), ("tcp6", 9), ("udp", 9), ("udp6", 9), ("raw", 9), ("raw6", 9), ("packet", 8)];

    /// <summary>Whether one of the processes has a socket that can receive: TCP that listens, UDP that is bound, raw or packet.</summary>
    public static bool AnyOf(IEnumerable<int> processes)
    {
        var inodes = s_tables.SelectMany(table => Rows(table.Table).Where(row => CanReceive(table.Table, row)).Select(row => row[table.Inode])).ToHashSet();
        return inodes.Count > 0 && processes.Any(process => Links(process).Any(inodes.Contains));
    }

    /// <summary>Whether somebody listens on a TCP port, on whatever address.</summary>
    public static bool IsListening(int port)
    {
        var wanted = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return Rows("tcp").Concat(Rows("tcp6")).Any(row => CanReceive("tcp", row) && row[1].EndsWith(wanted, StringComparison.Ordinal));
    }

    private static bool CanReceive(string table, string[] row)
    {
        const string Listening = "0A";
        return !table.StartsWith("tcp", StringComparison.Ordinal) || row[3] == Listening;
    }

    private static IEnumerable<string[]> Rows(string table)
    {
        var path = $"/proc/self/net/{table}";
        return File.Exists(path) ? File.ReadLines(path).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length > 8) : [];
    }

    private static IEnumerable<string> Links(int process)
    {
        const string Socket = "socket:[";
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{process}/fd")
                .Select(path => new FileInfo(path).LinkTarget ?? string.Empty)
                .Where(target => target.StartsWith(Socket, StringComparison.Ordinal))
                .Select(target => target[Socket.Length..^1])];
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
