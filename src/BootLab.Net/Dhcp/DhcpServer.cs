using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;

namespace BootLab.Net.Dhcp;

/// <summary>
/// The embedded DHCP server of a network (RFC 2131), without input and output: datagrams and the time go in, datagrams and the next deadline come out.
/// A client is its hardware address. Options go out as configured, whether the client lists them or not. Plain BOOTP requests are not answered.
/// </summary>
public sealed class DhcpServer
{
    private const int LargestAnswer = 1500 - 20 - 8;
    private const int SmallestAnswer = 300;
    private const int LongestQueue = 65_536;
    private const uint DefaultLeaseSeconds = 86_400;

    private readonly DhcpSpec _spec;
    private readonly IPAddress _address;
    private readonly TimeProvider _time;
    private readonly DhcpLeaseTable _leases;
    private readonly DhcpAnswer _base;
    private readonly Queue<(long Since, DhcpTransmission Transmission)> _output = new();

    /// <summary>Makes a server.</summary>
    /// <param name="spec">Its configuration.</param>
    /// <param name="address">Its address on the segment: the server identifier.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The pool is no range of IPv4 addresses.</exception>
    public DhcpServer(DhcpSpec spec, IPAddress address, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        _spec = spec;
        _address = address;
        _time = time;
        _base = DhcpAnswer.Empty.With(spec.Answer);
        _leases = new DhcpLeaseTable(spec, address, time);
    }

    /// <summary>Called for everything that happens.</summary>
    public Action<DhcpServerEvent>? Observed { get; set; }

    /// <summary>Whether the server is a ProxyDHCP server too and wants the datagrams of port 4011.</summary>
    public bool IsProxy => _spec.Proxy is not null;

    /// <summary>Offers and leases, by address.</summary>
    public IReadOnlyList<DhcpLease> Leases => _leases.All;

    /// <summary>Datagrams that were no DHCP request.</summary>
    public long Malformed { get; private set; }

    /// <summary>The time until the next answer can be taken, zero when one is there; null when none waits.</summary>
    public TimeSpan? DueIn
    {
        get
        {
            if (!_output.TryPeek(out var first))
            {
                return null;
            }

            var left = _spec.Delay - _time.GetElapsedTime(first.Since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Takes the next answer whose delay is over.</summary>
    public bool TryTakeOutput(out DhcpTransmission transmission)
    {
        if (DueIn != TimeSpan.Zero)
        {
            transmission = default;
            return false;
        }

        transmission = _output.Dequeue().Transmission;
        return true;
    }

    /// <summary>Takes a datagram.</summary>
    /// <param name="payload">The UDP payload; it must not change any more.</param>
    /// <param name="from">Address and port of its sender.</param>
    /// <param name="localPort">The port that it came to: 67, or 4011 of the ProxyDHCP server.</param>
    public void Receive(ReadOnlyMemory<byte> payload, IPEndPoint from, int localPort = DhcpPorts.Server)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (!DhcpMessage.TryRead(payload, out var request, out var error))
        {
            Malformed++;
            Observed?.Invoke(new DhcpServerEvent(DhcpServerEventKind.Ignored, null, null, error.ToString()));
            return;
        }

        if (request.Op != BootpOperation.Request || request.Type == DhcpMessageType.None)
        {
            Malformed++;
            Report(DhcpServerEventKind.Ignored, request, null, request.Op == BootpOperation.Request ? "a BOOTP request without option 53" : "a message that is no request");
            return;
        }

        if (localPort == DhcpPorts.Pxe)
        {
            OnProxyRequest(request, from);
            return;
        }

        switch (request.Type)
        {
            case DhcpMessageType.Discover:
                OnDiscover(request);
                break;
            case DhcpMessageType.Request:
                OnRequest(request);
                break;
            case DhcpMessageType.Inform:
                OnInform(request);
                break;
            case DhcpMessageType.Release when _leases.Release(request.HardwareAddress, request.Ciaddr):
                Report(DhcpServerEventKind.Released, request, request.Ciaddr);
                break;
            case DhcpMessageType.Decline when Requested(request) is { } declined && _leases.Decline(request.HardwareAddress, declined):
                Report(DhcpServerEventKind.Declined, request, declined);
                break;
            default:
                Report(DhcpServerEventKind.Ignored, request, null, $"message type {(byte)request.Type} with nothing to do");
                break;
        }
    }

    private void OnDiscover(DhcpMessage request)
    {
        if (_leases.Offer(request.HardwareAddress, Requested(request)) is { } address)
        {
            Send(AnswerTo(request).ToMessage(request, DhcpMessageType.Offer, _address, address, _spec.OptionOrder), DhcpServerEventKind.Offered);
        }
        else
        {
            var hasPool = _spec.PoolFirst is not null;
            Report(
                hasPool ? DhcpServerEventKind.Exhausted : DhcpServerEventKind.Ignored,
                request,
                null,
                hasPool ? "no address is left: enlarge the pool" : "no reservation for this client, and there is no pool");
        }

        if (_spec.Proxy is { } proxy && IsPxeClient(request))
        {
            Send(ProxyMessage(request, DhcpMessageType.Offer, proxy.InOffer), DhcpServerEventKind.ProxyAnswered);
        }
    }

    private void OnRequest(DhcpMessage request)
    {
        var client = request.HardwareAddress;
        if (request.GetAddress(DhcpOptionCode.ServerIdentifier) is { } server && !server.Equals(_address) && !server.Equals(IPAddress.Any))
        {
            _leases.Forget(client);
            Report(DhcpServerEventKind.Ignored, request, null, $"the client chose the server {server}");
            return;
        }

        var wanted = Requested(request) ?? request.Ciaddr;
        if (wanted.Equals(IPAddress.Any))
        {
            Report(DhcpServerEventKind.Ignored, request, null, "a DHCPREQUEST that names no address, neither in option 50 nor in ciaddr");
            return;
        }

        var answer = AnswerTo(request);
        if (_leases.TryBind(client, wanted, TimeSpan.FromSeconds(answer.LeaseSeconds ?? DefaultLeaseSeconds)))
        {
            Send(answer.ToMessage(request, DhcpMessageType.Ack, _address, wanted, _spec.OptionOrder), DhcpServerEventKind.Acknowledged);
            return;
        }

        Send(Refusal(request), DhcpServerEventKind.Refused, wanted);
    }

    private void OnInform(DhcpMessage request)
    {
        if (request.Ciaddr.Equals(IPAddress.Any))
        {
            Report(DhcpServerEventKind.Ignored, request, null, "a DHCPINFORM without an address in ciaddr");
            return;
        }

        Send(AnswerTo(request).ToMessage(request, DhcpMessageType.Ack, _address, null, _spec.OptionOrder), DhcpServerEventKind.Informed, request.Ciaddr);
    }

    private void OnProxyRequest(DhcpMessage request, IPEndPoint from)
    {
        if (_spec.Proxy is null || !IsPxeClient(request) || request.Type is not (DhcpMessageType.Request or DhcpMessageType.Inform))
        {
            Report(DhcpServerEventKind.Ignored, request, null, "no ProxyDHCP request");
            return;
        }

        var message = ProxyMessage(request, DhcpMessageType.Ack, withAnswer: true);
        Enqueue(message, new IPEndPoint(_address, DhcpPorts.Pxe), from, null, DhcpServerEventKind.ProxyAnswered, from.Address);
    }

    /// <summary>Base, classes in their order, reservation: each is laid over what stands before.</summary>
    private DhcpAnswer AnswerTo(DhcpMessage request)
    {
        var answer = _base;
        foreach (var spec in _spec.Classes)
        {
            if (DhcpClassMatch.Matches(spec, request))
            {
                answer = answer.With(spec.Answer);
            }
        }

        var client = request.HardwareAddress;
        foreach (var reservation in _spec.Reservations)
        {
            if (reservation.Mac.Equals(client))
            {
                answer = answer.With(reservation.Answer);
            }
        }

        return answer;
    }

    private DhcpMessage ProxyMessage(DhcpMessage request, DhcpMessageType type, bool withAnswer)
    {
        var answer = DhcpAnswer.Empty.With(new DhcpAnswerSpec { Options = [new DhcpOptionSpec(DhcpOptionCode.VendorClass, "PXEClient"u8.ToArray())] });
        if (request.Find(DhcpOptionCode.ClientUuid) is { IsEmpty: false } uuid)
        {
            answer = answer.With(new DhcpAnswerSpec { Options = [new DhcpOptionSpec(DhcpOptionCode.ClientUuid, uuid)] });
        }

        if (withAnswer)
        {
            answer = answer.With(_spec.Proxy!.Answer);
        }

        return answer.ToMessage(request, type, _address, null, DhcpSpec.DefaultOptionOrder);
    }

    private DhcpMessage Refusal(DhcpMessage request) => new()
    {
        Op = BootpOperation.Reply,
        Htype = request.Htype,
        Hlen = request.Hlen,
        Xid = request.Xid,
        // RFC 2131, 4.3.2: through a relay the refusal has to be broadcast.
        Flags = request.Giaddr.Equals(IPAddress.Any) ? request.Flags : DhcpMessage.FlagsFor(broadcast: true),
        Giaddr = request.Giaddr,
        Chaddr = request.Chaddr,
        Options =
        [
            new(DhcpOptionCode.MessageType, (byte[])[(byte)DhcpMessageType.Nak]),
            new(DhcpOptionCode.ServerIdentifier, _address.GetAddressBytes()),
        ],
    };

    private void Send(DhcpMessage message, DhcpServerEventKind kind, IPAddress? about = null)
    {
        // RFC 2131, 4.1: the relay, the client's own address, everybody, or the address that the client is about to get.
        var isRefusal = message.Type == DhcpMessageType.Nak;
        var hasNone = message.Yiaddr.Equals(IPAddress.Any);
        var (to, port, hardware) =
            !message.Giaddr.Equals(IPAddress.Any) ? (message.Giaddr, DhcpPorts.Server, null)
            : !isRefusal && !message.Ciaddr.Equals(IPAddress.Any) ? (message.Ciaddr, DhcpPorts.Client, null)
            : isRefusal || message.Broadcast || hasNone ? (IPAddress.Broadcast, DhcpPorts.Client, (PhysicalAddress?)null)
            : (message.Yiaddr, DhcpPorts.Client, message.HardwareAddress);
        Enqueue(message, new IPEndPoint(_address, DhcpPorts.Server), new IPEndPoint(to, port), hardware, kind, about ?? (hasNone ? null : message.Yiaddr));
    }

    private void Enqueue(DhcpMessage message, IPEndPoint source, IPEndPoint to, PhysicalAddress? hardware, DhcpServerEventKind kind, IPAddress? about)
    {
        var length = message.GetLength();
        if (length > LargestAnswer || _output.Count >= LongestQueue)
        {
            Report(
                DhcpServerEventKind.Dropped,
                message,
                about,
                length > LargestAnswer ? $"the answer has {length} bytes, a datagram takes {LargestAnswer}: send fewer options" : $"{LongestQueue} answers wait already");
            return;
        }

        _output.Enqueue((_time.GetTimestamp(), new DhcpTransmission(message.ToArray(SmallestAnswer), source, to, hardware)));
        Report(kind, message, about);
    }

    private void Report(DhcpServerEventKind kind, DhcpMessage message, IPAddress? address, string detail = "") =>
        Observed?.Invoke(new DhcpServerEvent(kind, message.HardwareAddress, address, detail));

    private static IPAddress? Requested(DhcpMessage request) => request.GetAddress(DhcpOptionCode.RequestedAddress);

    private static bool IsPxeClient(DhcpMessage request) =>
        request.Find(DhcpOptionCode.VendorClass) is { } vendorClass && vendorClass.Span.StartsWith("PXEClient"u8);
}
