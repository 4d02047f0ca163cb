using System.Buffers.Binary;
using System.Net;
using BootLab.Net.Clock;

namespace BootLab.Net.Dhcp;

/// <summary>
/// The DHCP client of a boot program, without input and output: datagrams and the time go in, datagrams and the next deadline come out. It follows iPXE's
/// <c>dhcp.c</c>; where gPXE, EDK2 and PXE ROMs differ, the <see cref="DhcpClientProfile"/> says how. One object is one session.
/// </summary>
/// <remarks>PXE boot servers (43.6 to 43.10) are recognised as PXE options of an offer; asking them is not part of this session, as it is none of iPXE's.</remarks>
public sealed class DhcpClient
{
    // iPXE: DHCP_DISC_MAX_DEFERRALS, DHCP_DISC_PROXY_TIMEOUT_SEC, DHCP_REQ_PROXY_TIMEOUT_SEC.
    private const int MaximumDeferrals = 180;
    private static readonly TimeSpan ProxyOfferWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProxyRequestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly DhcpClientProfile _profile;
    private readonly DhcpClientIdentity _identity;
    private readonly byte[] _mac;
    private readonly TimeProvider _time;
    private readonly RetryTimer _timer;
    private readonly Queue<DhcpTransmission> _output = new();
    private readonly long _sessionStart;
    private long _stateStart;
    private int _expiries;
    private int _transmissions;
    private ushort _discoverSecs;
    private Offer? _offer;
    private Offer? _proxyOffer;

    /// <summary>Makes a client that has not started yet.</summary>
    /// <param name="profile">How it behaves.</param>
    /// <param name="identity">Whom it speaks for.</param>
    /// <param name="random">Where the transaction id comes from.</param>
    /// <param name="time">The clock.</param>
    public DhcpClient(DhcpClientProfile profile, DhcpClientIdentity identity, Random random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(time);
        _profile = profile;
        _identity = identity;
        _mac = identity.Mac.GetAddressBytes();
        _time = time;
        _sessionStart = time.GetTimestamp();
        _timer = new RetryTimer(time, profile.DiscoverWait.First, profile.DiscoverWait.Largest);
        Span<byte> xid = stackalloc byte[4];
        random.NextBytes(xid);
        if (profile.XidFromMac)
        {
            _mac.AsSpan()[^4..].CopyTo(xid);
        }

        Xid = BinaryPrimitives.ReadUInt32BigEndian(xid);
    }

    /// <summary>The transaction id of this session.</summary>
    public uint Xid { get; }

    /// <summary>Where the client is.</summary>
    public DhcpClientState State { get; private set; }

    /// <summary>The DHCPACK as soon as there is one: a client that goes on to ask a ProxyDHCP server uses its address already.</summary>
    public DhcpMessage? Ack { get; private set; }

    /// <summary>What the session ended with; null before <see cref="DhcpClientState.Bound"/>.</summary>
    public DhcpClientResult? Result { get; private set; }

    /// <summary>Whether the session has ended, well or not.</summary>
    public bool IsDone => State is DhcpClientState.Bound or DhcpClientState.TimedOut or DhcpClientState.Refused;

    /// <summary>The time until <see cref="Tick"/> has something to do, zero when it is due; null when nothing is awaited.</summary>
    public TimeSpan? DueIn => _timer.DueIn;

    /// <summary>Datagrams received that were no message for this session: malformed, another transaction id, another hardware address.</summary>
    public int Ignored { get; private set; }

    /// <summary>Starts the session; the first DHCPDISCOVER can be taken at once.</summary>
    public void Start()
    {
        if (State != DhcpClientState.Idle)
        {
            throw new InvalidOperationException("a DHCP session starts once");
        }

        Enter(DhcpClientState.Discovering);
    }

    /// <summary>Takes the next datagram to send.</summary>
    public bool TryTakeOutput(out DhcpTransmission transmission) => _output.TryDequeue(out transmission);

    /// <summary>Does what is due at the present time.</summary>
    public void Tick()
    {
        while (_timer.TryExpire(out var failed))
        {
            if (failed)
            {
                Finish(DhcpClientState.TimedOut);
                return;
            }

            _expiries++;
            OnExpiry();
        }
    }

    /// <summary>Takes a datagram that arrived at port 68.</summary>
    /// <param name="payload">The UDP payload; it must not change any more.</param>
    /// <param name="from">Address and port of its sender.</param>
    public void Receive(ReadOnlyMemory<byte> payload, IPEndPoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (!DhcpMessage.TryRead(payload, out var message, out _)
            || message.Xid != Xid
            || (_profile.ChecksHardwareAddress && !IsForMe(message)))
        {
            Ignored++;
            return;
        }

        switch (State)
        {
            case DhcpClientState.Discovering:
                OnOffer(message, from);
                break;
            case DhcpClientState.Requesting:
                OnAnswer(message, from);
                break;
            case DhcpClientState.RequestingProxy:
                OnProxyAnswer(message, from);
                break;
        }
    }

    private TimeSpan InState => _time.GetElapsedTime(_stateStart);

    private void Enter(DhcpClientState state)
    {
        State = state;
        _stateStart = _time.GetTimestamp();
        _timer.Stop();
        var (first, largest) = state == DhcpClientState.Discovering ? _profile.DiscoverWait : _profile.RequestWait;
        _timer.SetLimits(first, largest);
        _timer.StartNow();
        Tick();
    }

    private void Restart()
    {
        if (_expiries > MaximumDeferrals)
        {
            return;
        }

        State = DhcpClientState.Discovering;
        _stateStart = _time.GetTimestamp();
        _timer.Stop();
        _timer.SetLimits(_profile.DiscoverWait.First, _profile.DiscoverWait.Largest);
        _timer.StartFixed(RestartDelay);
    }

    private void Finish(DhcpClientState state)
    {
        State = state;
        _timer.Stop();
    }

    private void OnExpiry()
    {
        switch (State)
        {
            case DhcpClientState.Discovering when _offer is not null && InState > LastWaitForOffers:
                Enter(DhcpClientState.Requesting);
                break;
            case DhcpClientState.RequestingProxy when InState > ProxyRequestWait:
                // The ProxyDHCP server is silent: iPXE goes on with what the DHCP server gave.
                Succeed(proxy: null);
                break;
            default:
                _timer.Start();
                Send();
                break;
        }
    }

    private TimeSpan LastWaitForOffers => _profile.OfferChoice is DhcpOfferChoice.Ipxe or DhcpOfferChoice.Gpxe ? ProxyOfferWait : TimeSpan.Zero;

    private void OnOffer(DhcpMessage message, IPEndPoint from)
    {
        var candidate = new Offer(message, from, _profile.UsesProxyDhcp);
        if (_profile.OfferChoice == DhcpOfferChoice.FirstWithRootPath && message.Find(DhcpOptionCode.RootPath) is null)
        {
            return;
        }

        if (candidate.IsAddress && IsBetter(candidate, _offer))
        {
            _offer = candidate;
        }

        if (candidate.IsPxe && IsBetter(candidate, _proxyOffer))
        {
            _proxyOffer = candidate;
        }

        if (_offer is { } offer && IsChoiceMade(offer))
        {
            Enter(DhcpClientState.Requesting);
        }
    }

    private bool IsBetter(Offer candidate, Offer? current)
    {
        var priority = current?.Priority ?? 0;
        return _profile.OfferChoice == DhcpOfferChoice.Gpxe
            ? current is null || candidate.Priority > priority || (candidate.Priority == priority && candidate.IsComplete && !current.IsComplete)
            // The first offer competes with priority 0: one below is never taken (source reading).
            : _profile.OfferChoice != DhcpOfferChoice.Ipxe || candidate.Priority >= priority;
    }

    private bool IsChoiceMade(Offer offer) => _profile.OfferChoice switch
    {
        DhcpOfferChoice.FirstWithRootPath => true,
        DhcpOfferChoice.LastAtTimeout => _proxyOffer is not null,
        _ => offer.NoPxeDhcp || _proxyOffer is not null || InState > ProxyOfferWait,
    };

    private void OnAnswer(DhcpMessage message, IPEndPoint from)
    {
        if (from.Port != DhcpPorts.Server || !ServerOf(message).Equals(_offer!.Server))
        {
            return;
        }

        if (message.Type == DhcpMessageType.Nak)
        {
            OnNak();
            return;
        }

        if (message.Type is not (DhcpMessageType.Ack or DhcpMessageType.None) || !message.Yiaddr.Equals(_offer.Message.Yiaddr))
        {
            return;
        }

        Ack = message;
        if (_proxyOffer is null || _offer.NoPxeDhcp)
        {
            Succeed(proxy: null);
        }
        else if (_proxyOffer.HasPxeOptions)
        {
            Succeed(_proxyOffer.Message);
        }
        else
        {
            Enter(DhcpClientState.RequestingProxy);
        }
    }

    private void OnNak()
    {
        switch (_profile.NakAction)
        {
            case DhcpNakAction.Restart:
                Restart();
                break;
            case DhcpNakAction.Fail:
                Finish(DhcpClientState.Refused);
                break;
        }
    }

    private void OnProxyAnswer(DhcpMessage message, IPEndPoint from)
    {
        var answer = new Offer(message, from, usesProxyDhcp: true);
        if (from.Port == DhcpPorts.Pxe
            && message.Type is DhcpMessageType.Offer or DhcpMessageType.Ack
            && answer.PseudoServer.Equals(_proxyOffer!.PseudoServer)
            && answer.HasPxeOptions)
        {
            Succeed(message);
        }
    }

    private void Succeed(DhcpMessage? proxy)
    {
        Result = new DhcpClientResult(Ack!, proxy);
        Finish(DhcpClientState.Bound);
    }

    private void Send()
    {
        _transmissions++;
        var source = Ack?.Yiaddr ?? IPAddress.Any;
        var toProxy = State == DhcpClientState.RequestingProxy;
        var message = new DhcpMessage
        {
            Xid = Xid,
            Secs = Secs(),
            Flags = DhcpMessage.FlagsFor(_profile.Broadcast switch
            {
                DhcpBroadcast.Always => true,
                DhcpBroadcast.Never => false,
                _ => _identity.HasAddress || Ack is not null,
            }),
            Ciaddr = source,
            Chaddr = _mac,
            Options = DhcpClientOptions.Fill(
                _profile,
                _identity,
                State == DhcpClientState.Discovering ? DhcpMessageType.Discover : DhcpMessageType.Request,
                State == DhcpClientState.Discovering ? null : toProxy ? _proxyOffer!.PseudoServer : _offer!.Server,
                State == DhcpClientState.Requesting ? _offer!.Message.Yiaddr : null),
        };
        _output.Enqueue(new DhcpTransmission(
            message.ToArray(_profile.MinimumLength),
            new IPEndPoint(source, DhcpPorts.Client),
            toProxy ? new IPEndPoint(_proxyOffer!.PseudoServer, DhcpPorts.Pxe) : new IPEndPoint(IPAddress.Broadcast, DhcpPorts.Server)));
    }

    private ushort Secs()
    {
        var held = (_offer is null ? 0 : 2) | (_proxyOffer is null ? 0 : 1);
        switch (_profile.Secs)
        {
            case DhcpSecs.IpxeExpiries:
                return (ushort)((_expiries << 2) | held);
            case DhcpSecs.IpxeTransmissions:
                return (ushort)((_transmissions << 2) | held);
            case DhcpSecs.Elapsed when State == DhcpClientState.Discovering:
                return _discoverSecs = (ushort)Math.Min(ushort.MaxValue, _time.GetElapsedTime(_sessionStart).TotalSeconds);
            case DhcpSecs.Elapsed:
                return _discoverSecs;
            default:
                return 0;
        }
    }

    private bool IsForMe(DhcpMessage message) => message.Chaddr.Span.StartsWith(_mac);

    private static IPAddress ServerOf(DhcpMessage message) => message.GetAddress(DhcpOptionCode.ServerIdentifier) ?? IPAddress.Any;

    /// <summary>An answer to a DHCPDISCOVER as iPXE looks at it.</summary>
    private sealed class Offer(DhcpMessage message, IPEndPoint from, bool usesProxyDhcp)
    {
        public DhcpMessage Message => message;

        /// <summary>Option 54; 0.0.0.0 for a BOOTP server.</summary>
        public IPAddress Server { get; } = ServerOf(message);

        /// <summary>Who is asked on port 4011: option 54, else siaddr, else the sender.</summary>
        public IPAddress PseudoServer =>
            !Server.Equals(IPAddress.Any) ? Server : !message.Siaddr.Equals(IPAddress.Any) ? message.Siaddr : from.Address;

        public sbyte Priority { get; } = (sbyte)(FirstByte(message, IpxeOptionCode.Priority) ?? 0);

        public bool NoPxeDhcp { get; } = FirstByte(message, IpxeOptionCode.NoPxeDhcp) is > 0;

        public bool IsAddress { get; } =
            !message.Yiaddr.Equals(IPAddress.Any)
            && from.Port == DhcpPorts.Server
            && message.Type is DhcpMessageType.Offer or DhcpMessageType.None;

        public bool IsPxe { get; } =
            usesProxyDhcp && message.Find(DhcpOptionCode.VendorClass) is { } vendorClass && vendorClass.Span.StartsWith("PXEClient"u8);

        public bool IsComplete => IsAddress && IsPxe;

        /// <summary>Whether nothing has to be asked on port 4011: next server and boot file, or a PXE boot menu.</summary>
        public bool HasPxeOptions =>
            (!message.Siaddr.Equals(IPAddress.Any) && message.BootFileName is { Length: > 0 })
            || message.Find(DhcpOptionCode.VendorSpecific, PxeOptionCode.BootMenu) is { Length: > 0 };

        private static byte? FirstByte(DhcpMessage message, byte code) =>
            message.Find(DhcpOptionCode.Ipxe, code) is { Length: > 0 } value ? value.Span[0] : null;
    }
}
