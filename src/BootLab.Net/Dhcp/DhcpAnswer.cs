using System.Buffers.Binary;
using System.Net;
using System.Text;
using BootLab.Machine;

namespace BootLab.Net.Dhcp;

/// <summary>What a server gives one client: its answer records laid over each other, and the message that comes of them.</summary>
internal sealed class DhcpAnswer
{
    /// <summary>Nothing; what records are laid over.</summary>
    public static readonly DhcpAnswer Empty = new();

    private List<DhcpOption> _options = [];
    private IPAddress _nextServer = IPAddress.Any;
    private byte[] _file = [];
    private byte[] _serverName = [];
    private bool _fileInOption67;

    private DhcpAnswer()
    {
    }

    /// <summary>Lease time in seconds; null when it is not configured.</summary>
    public uint? LeaseSeconds { get; private init; }

    /// <summary>This answer with a record laid over it.</summary>
    public DhcpAnswer With(DhcpAnswerSpec spec)
    {
        var options = new List<DhcpOption>(_options);
        foreach (var (code, value) in spec.Options)
        {
            var at = options.FindIndex(option => option.Code == code);
            if (at < 0)
            {
                options.Add(new DhcpOption(code, value));
            }
            else
            {
                options[at] = new DhcpOption(code, value);
            }
        }

        options.RemoveAll(option => option.Value.IsEmpty);
        return new DhcpAnswer
        {
            LeaseSeconds = spec.LeaseSeconds ?? LeaseSeconds,
            _options = options,
            _nextServer = spec.NextServer ?? _nextServer,
            _file = spec.File is null ? _file : Encoding.UTF8.GetBytes(spec.File),
            _serverName = spec.ServerName is null ? _serverName : Encoding.UTF8.GetBytes(spec.ServerName),
            _fileInOption67 = spec.FileInOption67 ?? _fileInOption67,
        };
    }

    /// <summary>The answer to <paramref name="request"/>.</summary>
    /// <param name="request">What the client sent.</param>
    /// <param name="type">Type of the answer.</param>
    /// <param name="server">The server identifier.</param>
    /// <param name="address">The address given; null for none, and then there is no lease time.</param>
    /// <param name="order">Codes of options that go first.</param>
    public DhcpMessage ToMessage(DhcpMessage request, DhcpMessageType type, IPAddress server, IPAddress? address, IReadOnlyList<byte> order)
    {
        var listsFile = request.Find(DhcpOptionCode.ParameterRequestList) is { } list && list.Span.Contains(DhcpOptionCode.BootFileName);
        // A name needs its NUL in the header field.
        var fileInOption = _file.Length > 0 && ((_fileInOption67 && listsFile) || _file.Length >= 128);
        // Type, server, lease time and file name stand before what is configured.
        var options = new List<DhcpOption>(4 + _options.Count) { new(DhcpOptionCode.ServerIdentifier, server.GetAddressBytes()) };
        if (LeaseSeconds is { } seconds && address is not null)
        {
            options.Add(new DhcpOption(DhcpOptionCode.LeaseTime, BigEndian(seconds)));
        }

        if (fileInOption)
        {
            // dnsmasq sends the NUL along (observed).
            options.Add(new DhcpOption(DhcpOptionCode.BootFileName, (byte[])[.. _file, 0]));
        }

        foreach (var option in _options)
        {
            if (IndexOf(options, option.Code) is >= 0 and var typed)
            {
                options.RemoveAt(typed);
            }

            if (address is not null || option.Code is not (DhcpOptionCode.LeaseTime or DhcpOptionCode.RenewalTime or DhcpOptionCode.RebindingTime))
            {
                options.Add(option);
            }
        }

        PutFirst(options, order);
        options.Insert(0, new DhcpOption(DhcpOptionCode.MessageType, (byte[])[(byte)type]));
        return new DhcpMessage
        {
            Op = BootpOperation.Reply,
            Htype = request.Htype,
            Hlen = request.Hlen,
            Xid = request.Xid,
            Flags = request.Flags,
            Ciaddr = type == DhcpMessageType.Ack ? request.Ciaddr : IPAddress.Any,
            Yiaddr = address ?? IPAddress.Any,
            Siaddr = _nextServer,
            Giaddr = request.Giaddr,
            Chaddr = request.Chaddr,
            Sname = _serverName.Length < 64 ? _serverName : default(ReadOnlyMemory<byte>),
            File = fileInOption ? default(ReadOnlyMemory<byte>) : _file,
            Options = options,
        };
    }

    /// <summary>Moves the options of these codes to the front, in this order; the others stay in theirs. No code stands there twice.</summary>
    private static void PutFirst(List<DhcpOption> options, IReadOnlyList<byte> order)
    {
        var place = 0;
        foreach (var code in order)
        {
            if (IndexOf(options, code) is var at && at >= place)
            {
                var option = options[at];
                options.RemoveAt(at);
                options.Insert(place++, option);
            }
        }
    }

    private static int IndexOf(List<DhcpOption> options, byte code)
    {
        for (var at = 0; at < options.Count; at++)
        {
            if (options[at].Code == code)
            {
                return at;
            }
        }

        return -1;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
