using System.Buffers;
using System.Globalization;
using System.Net;
using BootLab.Net.Clock;

namespace BootLab.Net.Tftp;

/// <summary>
/// A TFTP download as iPXE does it (<c>tftp.c</c>), without input and output: a read request in mode octet with block size and size asked for, blocks one
/// by one, retransmissions after 0.25 s and doubled up to a failure after 15.75 s of silence. One object is one download.
/// </summary>
public sealed class TftpClient
{
    /// <summary>The block size that iPXE asks for: what fits an Ethernet frame.</summary>
    public const int IpxeBlockSize = 1432;

    /// <summary>The block size without options (RFC 1350).</summary>
    public const int DefaultBlockSize = 512;

    private const int SmallestBlockSize = 8;
    private const int LargestBlockSize = 65_464;
    private const int LargestFile = 256 << 20;

    private readonly string _path;
    private readonly IPEndPoint _server;
    private readonly int _requestedBlockSize;
    private readonly RetryTimer _timer;
    private readonly Queue<TftpTransmission> _output = new();
    private readonly ArrayBufferWriter<byte> _content = new();
    private IPEndPoint? _peer;
    private int _blockSize = DefaultBlockSize;
    private long _size;
    private long _blocks;

    /// <summary>Makes a download that has not started yet.</summary>
    /// <param name="path">The file name as it goes into the request.</param>
    /// <param name="server">The server, usually at port 69.</param>
    /// <param name="time">The clock.</param>
    /// <param name="blockSize">The block size to ask for.</param>
    public TftpClient(string path, IPEndPoint server, TimeProvider time, int blockSize = IpxeBlockSize)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(time);
        _path = path;
        _server = server;
        _requestedBlockSize = blockSize;
        _timer = new RetryTimer(time, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(10));
    }

    /// <summary>The file; null before it is complete.</summary>
    public ReadOnlyMemory<byte>? Content { get; private set; }

    /// <summary>Why the download failed; null as long as it has not.</summary>
    public TftpFailure? Failure { get; private set; }

    /// <summary>Whether the download has ended, well or not.</summary>
    public bool IsDone => Content is not null || Failure is not null;

    /// <summary>The time until <see cref="Tick"/> has something to do, zero when it is due; null when nothing is awaited.</summary>
    public TimeSpan? DueIn => _timer.DueIn;

    /// <summary>Starts: the request can be taken at once.</summary>
    public void Start()
    {
        _timer.StartNow();
        Tick();
    }

    /// <summary>Takes the next datagram to send.</summary>
    public bool TryTakeOutput(out TftpTransmission transmission) => _output.TryDequeue(out transmission);

    /// <summary>Does what is due at the present time.</summary>
    public void Tick()
    {
        while (_timer.TryExpire(out var failed))
        {
            if (failed)
            {
                Fail(TftpFailureKind.TimedOut, _peer is null ? $"no answer from {_server}" : $"no further block from {_peer} after block {_blocks}");
                return;
            }

            Send();
        }
    }

    /// <summary>Takes a datagram that arrived at the client's port.</summary>
    public void Receive(ReadOnlyMemory<byte> payload, IPEndPoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (IsDone || (_peer is not null && !_peer.Equals(from)))
        {
            return;
        }

        if (!TftpPacket.TryRead(payload, out var packet, out var error))
        {
            if (payload.Span is [0, 3 or 6, ..])
            {
                Fail(TftpFailureKind.MalformedPacket, error.ToString());
            }

            return;
        }

        // The first answer tells the server's transfer id (RFC 1350, 4).
        _peer ??= from;
        switch (packet)
        {
            case TftpOptionAcknowledgement acknowledgement:
                OnOptions(acknowledgement);
                break;
            case TftpData data:
                OnData(data);
                break;
            case TftpError failure:
                Fail(
                    failure.Code switch
                    {
                        TftpErrorCode.FileNotFound => TftpFailureKind.FileNotFound,
                        TftpErrorCode.AccessViolation => TftpFailureKind.AccessDenied,
                        _ => TftpFailureKind.ServerError,
                    },
                    failure.Message);
                break;
        }
    }

    private void OnOptions(TftpOptionAcknowledgement acknowledgement)
    {
        if (_blocks > 0)
        {
            Send();
            return;
        }

        foreach (var option in acknowledgement.Options)
        {
            var isBlockSize = option.Is(TftpOption.BlockSize);
            if (!isBlockSize && !option.Is(TftpOption.TransferSize))
            {
                continue;
            }

            if (!option.TryGetNumber(out var number) || (isBlockSize && number is < SmallestBlockSize or > LargestBlockSize))
            {
                Fail(TftpFailureKind.MalformedPacket, $"the server accepts {option.Name} with the value '{option.Value}'");
                return;
            }

            if (isBlockSize)
            {
                _blockSize = (int)number;
            }
            else
            {
                _size = number;
            }
        }

        if (_size > LargestFile)
        {
            Fail(TftpFailureKind.TooLarge, $"the file has {_size} bytes; at most {LargestFile} are taken");
            return;
        }

        Send();
    }

    private void OnData(TftpData data)
    {
        if (data.Content.Length > _blockSize)
        {
            Fail(TftpFailureKind.MalformedPacket, $"block {data.Block} has {data.Content.Length} bytes; the block size is {_blockSize}");
            return;
        }

        if (data.Block == (ushort)(_blocks + 1))
        {
            if (_content.WrittenCount + data.Content.Length > LargestFile)
            {
                Fail(TftpFailureKind.TooLarge, $"the file has more than {LargestFile} bytes");
                return;
            }

            _content.Write(data.Content.Span);
            _blocks++;
        }

        // Also for a block that is here already: the acknowledgement was lost.
        Send();
        if (_blocks > Math.Max(_size, _content.WrittenCount) / _blockSize)
        {
            _timer.Stop();
            Content = _content.WrittenMemory;
        }
    }

    private void Send()
    {
        _timer.Stop();
        _timer.Start();
        _output.Enqueue(_peer is null
            ? new TftpTransmission(Request().ToArray(), _server)
            : new TftpTransmission(new TftpAcknowledgement((ushort)_blocks).ToArray(), _peer));
    }

    private TftpRequest Request() => new(false, _path, "octet",
    [
        new(TftpOption.BlockSize, _requestedBlockSize.ToString(CultureInfo.InvariantCulture)),
        new(TftpOption.TransferSize, "0"),
    ]);

    private void Fail(TftpFailureKind kind, string message)
    {
        _timer.Stop();
        Failure = new TftpFailure(kind, message);
    }
}
