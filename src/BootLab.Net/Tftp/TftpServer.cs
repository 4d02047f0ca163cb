using System.Globalization;
using System.Net;

namespace BootLab.Net.Tftp;

/// <summary>
/// A read-only TFTP server, without input and output. All transfers use the server's one port and are told apart by the client's endpoint, as in QEMU's
/// user network. Options: blksize up to 1428 (a frame with room for a VLAN tag), tsize, timeout; windowsize (RFC 7440) is not offered.
/// </summary>
public sealed class TftpServer
{
    /// <summary>The largest block size that is agreed to.</summary>
    public const int LargestBlockSize = 1428;

    private const int SmallestBlockSize = 8;
    private const int MostTransfers = 65_536;
    private const int Tries = 6;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _files;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Dictionary<IPEndPoint, Transfer> _transfers = [];
    private readonly SortedSet<Transfer> _byDeadline = new(Comparer<Transfer>.Create((a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private readonly Queue<TftpTransmission> _output = new();
    private long _count;

    /// <summary>Makes a server.</summary>
    /// <param name="files">The files by the exact name that a request has to carry.</param>
    /// <param name="time">The clock.</param>
    public TftpServer(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(time);
        _files = files;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Called for everything that happens.</summary>
    public Action<TftpServerEvent>? Observed { get; set; }

    /// <summary>Number of transfers under way.</summary>
    public int Transfers => _transfers.Count;

    /// <summary>The time until <see cref="Tick"/> has something to do, zero when it is due; null when no transfer is under way.</summary>
    public TimeSpan? DueIn => _byDeadline.Min is not { } next ? null : next.Due > Now ? next.Due - Now : TimeSpan.Zero;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Takes the next datagram to send.</summary>
    public bool TryTakeOutput(out TftpTransmission transmission) => _output.TryDequeue(out transmission);

    /// <summary>Sends again what was not acknowledged in time, and gives up transfers that stay silent.</summary>
    public void Tick()
    {
        while (_byDeadline.Min is { } transfer && transfer.Due <= Now)
        {
            if (transfer.Sent == Tries)
            {
                End(transfer, TftpServerEventKind.TimedOut, $"block {transfer.Block} was not acknowledged");
            }
            else
            {
                Send(transfer);
            }
        }
    }

    /// <summary>Takes a datagram that arrived at the server's port.</summary>
    public void Receive(ReadOnlyMemory<byte> payload, IPEndPoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (!TftpPacket.TryRead(payload, out var packet, out var error))
        {
            Report(TftpServerEventKind.Ignored, from, string.Empty, error.ToString());
            return;
        }

        var known = _transfers.GetValueOrDefault(from);
        switch (packet)
        {
            case TftpRequest request:
                OnRequest(request, from, known);
                break;
            case TftpAcknowledgement acknowledgement when known is not null:
                OnAcknowledgement(known, acknowledgement.Block);
                break;
            case TftpError failure when known is not null:
                End(known, TftpServerEventKind.Aborted, failure.Message);
                break;
            default:
                Report(TftpServerEventKind.Ignored, from, string.Empty, "a packet that belongs to no transfer");
                break;
        }
    }

    private void OnRequest(TftpRequest request, IPEndPoint from, Transfer? known)
    {
        if (known is not null)
        {
            // The client asks again: its first request or our answer was lost.
            Remove(known);
        }

        if (request.IsWrite)
        {
            Refuse(request, from, TftpErrorCode.AccessViolation, "this server is read-only");
        }
        else if (!request.Mode.Equals("octet", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(request, from, TftpErrorCode.IllegalOperation, "only mode octet is served");
        }
        else if (!_files.TryGetValue(request.FileName, out var file))
        {
            Refuse(request, from, TftpErrorCode.FileNotFound, "file not found");
        }
        else if (_transfers.Count >= MostTransfers)
        {
            Refuse(request, from, TftpErrorCode.NotDefined, "too many transfers");
        }
        else
        {
            Begin(request, from, file);
        }
    }

    private void Begin(TftpRequest request, IPEndPoint from, ReadOnlyMemory<byte> file)
    {
        var transfer = new Transfer(_count++, from, request.FileName, file);
        var accepted = new List<TftpOption>();
        foreach (var option in request.Options)
        {
            if (!option.TryGetNumber(out var number))
            {
                continue;
            }

            if (option.Is(TftpOption.BlockSize) && number >= SmallestBlockSize)
            {
                transfer.BlockSize = (int)Math.Min(number, LargestBlockSize);
                accepted.Add(new TftpOption(option.Name, Decimal(transfer.BlockSize)));
            }
            else if (option.Is(TftpOption.TransferSize))
            {
                accepted.Add(new TftpOption(option.Name, Decimal(file.Length)));
            }
            else if (option.Is(TftpOption.Timeout) && number is >= 1 and <= 255)
            {
                transfer.Timeout = TimeSpan.FromSeconds(number);
                accepted.Add(option);
            }
        }

        _transfers[from] = transfer;
        Report(TftpServerEventKind.Started, from, transfer.FileName, $"{file.Length} bytes in blocks of {transfer.BlockSize}");
        if (accepted.Count > 0)
        {
            transfer.OptionAcknowledgement = new TftpOptionAcknowledgement(accepted).ToArray();
        }
        else
        {
            transfer.Block = 1;
        }

        Send(transfer);
    }

    private void OnAcknowledgement(Transfer transfer, ushort block)
    {
        // Only the block in flight counts: answering a repeated acknowledgement would double every block from there on.
        if (block != (ushort)transfer.Block)
        {
            return;
        }

        if (transfer.Block > transfer.File.Length / transfer.BlockSize)
        {
            End(transfer, TftpServerEventKind.Completed, string.Empty);
            return;
        }

        transfer.Block++;
        transfer.Sent = 0;
        Send(transfer);
    }

    private void Send(Transfer transfer)
    {
        // The set is ordered by the deadline, which must not change inside it.
        _byDeadline.Remove(transfer);
        transfer.Due = Now + transfer.Timeout;
        transfer.Sent++;
        _byDeadline.Add(transfer);
        _output.Enqueue(new TftpTransmission(transfer.Packet(), transfer.Client));
    }

    private void Refuse(TftpRequest request, IPEndPoint from, TftpErrorCode code, string message)
    {
        _output.Enqueue(new TftpTransmission(new TftpError(code, message).ToArray(), from));
        Report(TftpServerEventKind.Refused, from, request.FileName, message);
    }

    private void End(Transfer transfer, TftpServerEventKind kind, string detail)
    {
        Remove(transfer);
        Report(kind, transfer.Client, transfer.FileName, detail);
    }

    private void Remove(Transfer transfer)
    {
        _transfers.Remove(transfer.Client);
        _byDeadline.Remove(transfer);
    }

    private void Report(TftpServerEventKind kind, IPEndPoint client, string fileName, string detail) =>
        Observed?.Invoke(new TftpServerEvent(kind, client, fileName, detail));

    private static string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Transfer(long number, IPEndPoint client, string fileName, ReadOnlyMemory<byte> file)
    {
        public long Number { get; } = number;

        public IPEndPoint Client { get; } = client;

        public string FileName { get; } = fileName;

        public ReadOnlyMemory<byte> File { get; } = file;

        public int BlockSize { get; set; } = TftpClient.DefaultBlockSize;

        public TimeSpan Timeout { get; set; } = DefaultTimeout;

        public byte[] OptionAcknowledgement { get; set; } = [];

        /// <summary>The block in flight, counted from 1 without wrapping; 0 for the OACK.</summary>
        public int Block { get; set; }

        /// <summary>How often that block has been sent.</summary>
        public int Sent { get; set; }

        public TimeSpan Due { get; set; }

        public byte[] Packet()
        {
            if (Block == 0)
            {
                return OptionAcknowledgement;
            }

            var offset = (long)(Block - 1) * BlockSize;
            var content = File.Slice((int)offset, (int)Math.Min(BlockSize, File.Length - offset));
            return new TftpData((ushort)Block, content).ToArray();
        }
    }
}
