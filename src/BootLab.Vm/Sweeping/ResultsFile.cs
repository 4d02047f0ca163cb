using System.Text;

namespace BootLab.Vm.Sweeping;

/// <summary>A file of result lines that grows while a sweep runs, so that an interrupted one can be taken up again.</summary>
public sealed class ResultsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly Lock _lock = new();

    private ResultsFile(FileStream stream, IReadOnlyList<CaseResult> earlier) => (_stream, Earlier) = (stream, earlier);

    /// <summary>What was in the file; of several results of a case the last one.</summary>
    public IReadOnlyList<CaseResult> Earlier { get; }

    /// <summary>Opens a file, or makes it. A last line that was cut short when its writer died is taken away.</summary>
    /// <exception cref="InvalidDataException">Another line holds no result: this is not such a file.</exception>
    /// <exception cref="IOException">It cannot be opened, or another sweep writes it.</exception>
    public static ResultsFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var (results, end) = Parse(bytes, path);
            stream.SetLength(end);
            stream.Seek(0, SeekOrigin.End);
            return new ResultsFile(stream, results);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file; of several results of a case the last one counts.</summary>
    /// <exception cref="InvalidDataException">A line, other than a last one without its end, holds no result.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<CaseResult> Read(string path) => Parse(File.ReadAllBytes(path), path).Results;

    /// <summary>Reads several files, such as those of all shards: the results in the order of their cases. Of several results of a case the last one counts.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<CaseResult> Merge(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var all = new Dictionary<(string, string), CaseResult>();
        foreach (var result in paths.SelectMany(Read))
        {
            all[(result.Lab, result.Case)] = result;
        }

        return [.. all.Values.OrderBy(result => result.Lab, StringComparer.Ordinal).ThenBy(result => result.Number)];
    }

    /// <summary>Adds a result: one write, then flushed to the disk.</summary>
    public void Append(CaseResult result)
    {
        var line = Encoding.UTF8.GetBytes(ResultLine.Write(result) + "\n");
        lock (_lock)
        {
            _stream.Write(line);
            _stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static (IReadOnlyList<CaseResult> Results, int End) Parse(byte[] bytes, string path)
    {
        var results = new OrderedDictionary<(string, string), CaseResult>();
        var start = 0;
        for (var number = 1; Array.IndexOf(bytes, (byte)'\n', start) is >= 0 and var end; number++)
        {
            var line = Encoding.UTF8.GetString(bytes, start, end - start);
            var result = ResultLine.Read(line) ?? throw new InvalidDataException($"{path}:{number}: found no result of a sweep, expected lines that 'bootlab vm matrix --results' wrote; give another file");
            results[(result.Lab, result.Case)] = result;
            start = end + 1;
        }

        return ([.. results.Values], start);
    }
}
