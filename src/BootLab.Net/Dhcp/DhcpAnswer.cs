using System.Buffers.Binary;
using System.Net;
using System.Text;
using BootLab.Machine;

namespace BootLab.Net.Dhcp;

/// <summary>What a server gives one client: its answer records laid over each other, and the message that comes of them.</summary>
internal sealed class DhcpAnswer
{
    private readonly List<DhcpOption> _options = [];
    private IPAddress _nextServer = IPAddress.Any;
    private string _file = string.Empty;
    private string _serverName = string.Empty;
    private bool _fileInOption67;

    /// <summary>Lease time in seconds; null when it is not configured.</summary>
    public uint? LeaseSeconds { get; private set; }

    public void Lay(DhcpAnswerSpec spec)
    {
        _nextServer = spec.NextServer ?? _nextServer;
        _file = spec.File ?? _file;
        _serverName = spec.ServerName ?? _serverName;
        _fileInOption67 = spec.FileInOption67 ?? _fileInOption67;
        LeaseSeconds = spec.LeaseSeconds ?? LeaseSeconds;
        foreach (var (code, value) in spec.Options)
        {
            var at = _options.FindIndex(option => option.Code == code);
            if (value.IsEmpty)
            {
                _options.RemoveAll(option => option.Code == code);
            }
            else if (at >= 0)
            {
                _options[at] = new DhcpOption(code, value);
            }
            else
            {
                _options.Add(new DhcpOption(code, value));
            }
        }
    }

    /// <summary>The answer to <paramref name="request"/>.</summary>
    /// <param name="request">What the client sent.</param>
    /// <param name="type">Type of the answer.</param>
    /// <param name="server">The server identifier.</param>
    /// <param name="address">The address given; null for none, and then there is no lease time.</param>
    /// <param name="order">Codes of options that go first.</param>
    public DhcpMessage ToMessage(DhcpMessage request, DhcpMessageType type, IPAddress server, IPAddress? address, IReadOnlyList<byte> order)
    {
        var file = Encoding.UTF8.GetBytes(_file);
        var listsFile = request.Find(DhcpOptionCode.ParameterRequestList) is { } list && list.Span.Contains(DhcpOptionCode.BootFileName);
        // A name needs its NUL in the header field.
        var fileInOption = file.Length > 0 && ((_fileInOption67 && listsFile) || file.Length >= 128);
        var serverName = Encoding.UTF8.GetBytes(_serverName);
        var options = new List<DhcpOption> { new(DhcpOptionCode.ServerIdentifier, server.GetAddressBytes()) };
        if (LeaseSeconds is { } seconds && address is not null)
        {
            options.Add(new DhcpOption(DhcpOptionCode.LeaseTime, BigEndian(seconds)));
        }

        if (fileInOption)
        {
            // dnsmasq sends the NUL along (observed).
            options.Add(new DhcpOption(DhcpOptionCode.BootFileName, (byte[])[.. file, 0]));
        }

        foreach (var option in _options)
        {
            options.RemoveAll(typed => typed.Code == option.Code);
            if (address is not null || option.Code is not (DhcpOptionCode.LeaseTime or DhcpOptionCode.RenewalTime or DhcpOptionCode.RebindingTime))
            {
                options.Add(option);
            }
        }

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
            Sname = serverName.Length < 64 ? serverName : default(ReadOnlyMemory<byte>),
            File = fileInOption ? default(ReadOnlyMemory<byte>) : file,
            Options = [new DhcpOption(DhcpOptionCode.MessageType, (byte[])[(byte)type]), .. Ordered(options, order)],
        };
    }

    private static IEnumerable<DhcpOption> Ordered(List<DhcpOption> options, IReadOnlyList<byte> order)
    {
        var places = order.Select((code, place) => (code, place)).DistinctBy(entry => entry.code).ToDictionary(entry => entry.code, entry => entry.place);
        return options.OrderBy(option => places.GetValueOrDefault(option.Code, int.MaxValue));
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
