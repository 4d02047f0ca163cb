using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace BootLab.Vm.Qemu;

/// <summary>A serial port of a guest as lines. Bytes are taken as Latin-1, so that every byte a table holds comes through.</summary>
public sealed class SerialLines
{
    // A line longer than this is cut: a guest may print without end.
    private const int LongestLine = 64 * 1024;
    private const int RememberedLines = 200; // a panic with its traces is some 50

    private readonly NetworkStream _stream;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly Queue<string> _last = new();
    private readonly bool _isReport;

    /// <param name="stream">The connection to QEMU's character device.</param>
    /// <param name="isReport">Whether it is the report port: its lines wait to be read, and no byte is changed. Of the console only the last lines are remembered.</param>
    internal SerialLines(NetworkStream stream, bool isReport)
    {
        _stream = stream;
        _isReport = isReport;
        Ended = PumpAsync();
    }

    /// <summary>Is told of each line as it comes, on the thread that reads.</summary>
    public event Action<string>? Printed;

    /// <summary>The lines printed last.</summary>
    public IReadOnlyList<string> Last
    {
        get
        {
            lock (_last)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Ends when the guest has gone.</summary>
    internal Task Ended { get; }

    /// <summary>The next line without its end; null when the guest has gone.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        while (await _lines.Reader.WaitToReadAsync(cancellation))
        {
            if (_lines.Reader.TryRead(out var line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>Types a line.</summary>
    /// <exception cref="IOException">The guest has gone.</exception>
    public async Task WriteLineAsync(string line, CancellationToken cancellation) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\n"), cancellation);

    private async Task PumpAsync()
    {
        var buffer = new byte[4096];
        var line = new StringBuilder();
        try
        {
            while (await _stream.ReadAsync(buffer) is > 0 and var count)
            {
                foreach (var value in buffer.AsSpan(0, count))
                {
                    // The console ends lines with carriage return and line feed; on the report port a carriage return belongs to a value.
                    if (value != '\n' && (_isReport || value != '\r'))
                    {
                        line.Append((char)value);
                    }

                    if (value == '\n' || line.Length == LongestLine)
                    {
                        Add(line.ToString());
                        line.Clear();
                    }
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // QEMU has ended; what it printed is there.
        }

        if (line.Length > 0)
        {
            Add(line.ToString());
        }

        _lines.Writer.Complete();
    }

    private void Add(string line)
    {
        lock (_last)
        {
            _last.Enqueue(line);
            if (_last.Count > RememberedLines)
            {
                _last.Dequeue();
            }
        }

        if (_isReport)
        {
            _lines.Writer.TryWrite(line);
        }

        Printed?.Invoke(line);
    }
}
