using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace BootLab.Disk.Images.Qemu;

/// <summary>
/// qemu-nbd of this host, serving one image read-only on a socket of its own until this object is disposed of. It is given the format, and so guesses none; it ends by itself
/// when its only client goes, also when this process is killed.
/// </summary>
internal sealed class QemuNbd : ImageBytes
{
    private const string Program = "qemu-nbd";

    // Small reads are served from a window, as each request goes to the other process and back.
    private const int WindowSize = 64 << 10;

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("bootlab-nbd-").FullName;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly byte[] _window = new byte[WindowSize];
    private NbdClient? _client;
    private long _windowStart = -1;

    private QemuNbd(string image, string format)
    {
        try
        {
            _process = Process.Start(new ProcessStartInfo(Program, ["--read-only", $"--format={format}", $"--socket={SocketPath}", Path.GetFullPath(image)])
            {
                RedirectStandardError = true,
                Environment = { ["LC_ALL"] = "C" },
            })!;
        }
        catch (Win32Exception)
        {
            DeleteFolder();
            throw new MissingProgramException(Program, "qemu-utils");
        }

        _errors = _process.StandardError.ReadToEndAsync();
    }

    public override long Length => _client!.Length;

    private string SocketPath => Path.Combine(_folder, "nbd");

    /// <summary>Serves an image.</summary>
    /// <exception cref="MissingProgramException">qemu-nbd is not installed.</exception>
    /// <exception cref="IOException">It refuses the image; the message is its own.</exception>
    public static QemuNbd Open(string image, string format)
    {
        var server = new QemuNbd(image, format);
        try
        {
            server._client = NbdClient.Connect(server.Connect());
            return server;
        }
        catch (IOException broken) when (server._process.WaitForExit(s_lastWords))
        {
            var reason = FirstLine(server._errors.Result);
            server.Dispose();
            throw new IOException(reason, broken);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public override void Read(long offset, Span<byte> destination)
    {
        if (destination.Length >= WindowSize)
        {
            _client!.Read(offset, destination);
            return;
        }

        while (destination.Length > 0)
        {
            var within = (int)(offset % WindowSize);
            Fill(offset - within);
            var there = Math.Min(destination.Length, WindowSize - within);
            _window.AsSpan(within, there).CopyTo(destination);
            offset += there;
            destination = destination[there..];
        }
    }

    public override void Dispose()
    {
        _client?.Dispose();
        if (_client is null || !_process.WaitForExit(s_endLimit))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        DeleteFolder();
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Fill(long start)
    {
        if (start != _windowStart)
        {
            _windowStart = -1;
            _client!.Read(start, _window.AsSpan(0, (int)Math.Min(WindowSize, Length - start)));
            _windowStart = start;
        }
    }

    // It may listen before it opens the image, and end then.
    private NetworkStream Connect()
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = (int)s_answerLimit.TotalMilliseconds };
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(SocketPath));

                // The connection needs the socket's name no more: nothing of it stays, however this process ends.
                DeleteFolder();
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }

            if (_process.WaitForExit(TimeSpan.FromMilliseconds(10)))
            {
                throw new IOException(FirstLine(_errors.Result));
            }

            if (started.Elapsed > s_startLimit)
            {
                throw new IOException($"{Program} did not answer within {s_startLimit.TotalSeconds} s");
            }
        }
    }

    private static string FirstLine(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? $"{Program} ended without a word";
}
