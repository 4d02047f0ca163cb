using System.Buffers.Binary;
using System.Text;

namespace BootLab.Disk.Images.Qemu;

/// <summary>
/// A client of the network block device protocol that only reads (NetworkBlockDevice/nbd, doc/proto.md: fixed newstyle negotiation with NBD_OPT_GO, simple replies). It
/// speaks over any stream; one request at a time.
/// </summary>
internal sealed class NbdClient : IDisposable
{
    private const ulong Greeting = 0x4e42444d41474943;
    private const ulong OptionMagic = 0x49484156454f5054;
    private const ulong OptionReplyMagic = 0x0003e889045565a9;
    private const uint RequestMagic = 0x25609513;
    private const uint ReplyMagic = 0x67446698;

    private const ushort FixedNewstyle = 1;
    private const ushort NoZeroes = 2;
    private const uint OptionGo = 7;
    private const uint ReplyAcknowledged = 1;
    private const uint ReplyInfo = 3;
    private const uint ReplyErrorBit = 1u << 31;
    private const ushort InfoExport = 0;
    private const ushort CommandRead = 0;
    private const ushort CommandDisconnect = 2;

    private const int RequestSize = 28;
    private const int ReplySize = 16;

    // Servers serve at least this much with one request.
    private const int LargestRead = 1 << 20;
    private const int LongestOptionReply = 64 << 10;

    private readonly Stream _stream;
    private ulong _cookie;

    private NbdClient(Stream stream) => _stream = stream;

    /// <summary>Bytes of the export.</summary>
    public long Length { get; private set; }

    /// <summary>Negotiates with a server for its default export.</summary>
    /// <param name="stream">The connection; the client closes it.</param>
    /// <exception cref="IOException">The server is none, has no such export, or breaks off.</exception>
    public static NbdClient Connect(Stream stream)
    {
        var client = new NbdClient(stream);
        try
        {
            client.Negotiate();
            return client;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Fills a buffer that lies within the export.</summary>
    /// <exception cref="IOException">The server cannot read it, or breaks off.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        Span<byte> reply = stackalloc byte[ReplySize];
        while (destination.Length > 0)
        {
            var piece = destination[..Math.Min(destination.Length, LargestRead)];
            Request(CommandRead, offset, piece.Length);
            Receive(reply);
            Expect(ReplyMagic, UInt32(reply), "the start of a reply");
            Expect(_cookie, UInt64(reply[8..]), "the reply to the one request");
            if (UInt32(reply[4..]) is not 0 and var error)
            {
                throw new IOException($"the NBD server cannot read {piece.Length} bytes at 0x{offset:x}: error {error}");
            }

            Receive(piece);
            offset += piece.Length;
            destination = destination[piece.Length..];
        }
    }

    /// <summary>Says goodbye and closes the connection.</summary>
    public void Dispose()
    {
        try
        {
            Request(CommandDisconnect, 0, 0);
        }
        catch (IOException)
        {
            // The server has gone already.
        }

        _stream.Dispose();
    }

    private void Negotiate()
    {
        Span<byte> greeting = stackalloc byte[18];
        Receive(greeting);
        Expect(Greeting, UInt64(greeting), "the greeting of an NBD server");
        Expect(OptionMagic, UInt64(greeting[8..]), "newstyle negotiation");
        var flags = BinaryPrimitives.ReadUInt16BigEndian(greeting[16..]);
        if ((flags & FixedNewstyle) == 0)
        {
            throw new IOException($"found an NBD server with the flags {flags:x4}, expected fixed newstyle negotiation (bit 0)");
        }

        // The flags of this client, then NBD_OPT_GO with an empty name and no wishes.
        Span<byte> go = stackalloc byte[4 + 16 + 6];
        go.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(go, FixedNewstyle | (uint)(flags & NoZeroes));
        BinaryPrimitives.WriteUInt64BigEndian(go[4..], OptionMagic);
        BinaryPrimitives.WriteUInt32BigEndian(go[12..], OptionGo);
        BinaryPrimitives.WriteInt32BigEndian(go[16..], 6);
        _stream.Write(go);
        _stream.Flush();
        while (ReceiveOptionReply() != ReplyAcknowledged)
        {
        }

        if (Length <= 0)
        {
            throw new IOException($"found an NBD export of {Length} bytes, expected at least 1 and fewer than 2^63");
        }
    }

    private uint ReceiveOptionReply()
    {
        Span<byte> header = stackalloc byte[20];
        Receive(header);
        Expect(OptionReplyMagic, UInt64(header), "the reply to an option");
        Expect(OptionGo, UInt32(header[8..]), "the reply to NBD_OPT_GO");
        var (type, length) = (UInt32(header[12..]), UInt32(header[16..]));
        if (length > LongestOptionReply)
        {
            throw new IOException($"found an NBD reply of {length} bytes, expected at most {LongestOptionReply}");
        }

        var data = new byte[length];
        Receive(data);
        if ((type & ReplyErrorBit) != 0)
        {
            throw new IOException($"the NBD server refuses its export: error {type & ~ReplyErrorBit} {Encoding.UTF8.GetString(data)}");
        }

        if (type == ReplyInfo && length >= 12 && BinaryPrimitives.ReadUInt16BigEndian(data) == InfoExport)
        {
            Length = BinaryPrimitives.ReadInt64BigEndian(data.AsSpan(2));
        }

        return type;
    }

    private void Request(ushort command, long offset, int length)
    {
        Span<byte> request = stackalloc byte[RequestSize];
        BinaryPrimitives.WriteUInt32BigEndian(request, RequestMagic);
        BinaryPrimitives.WriteUInt16BigEndian(request[4..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(request[6..], command);
        BinaryPrimitives.WriteUInt64BigEndian(request[8..], ++_cookie);
        BinaryPrimitives.WriteInt64BigEndian(request[16..], offset);
        BinaryPrimitives.WriteInt32BigEndian(request[24..], length);
        _stream.Write(request);
        _stream.Flush();
    }

    private void Receive(Span<byte> buffer)
    {
        if (_stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new IOException("the NBD server closed the connection");
        }
    }

    private static void Expect(ulong expected, ulong found, string what)
    {
        if (found != expected)
        {
            throw new IOException($"found {found:x} from the NBD server, expected {expected:x}: {what}");
        }
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static ulong UInt64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
