using SharpPcap;
using SharpPcap.LibPcap;

namespace BootLab.Net.Live;

/// <summary>An interface that the host has, through libpcap: promiscuous, so that the machines behind it have MAC addresses of their own.</summary>
public sealed class PcapLink : LiveLink
{
    // A kernel peer sends up to 64 KiB in one frame where nothing on the way needs less (segmentation offload), and libpcap's ring has slots of this size.
    private const int LongestFrame = 14 + 4 + 65_535;
    private const int RingBytes = 256 * 65_536;
    private const uint InterfaceIsUp = 2;

    private readonly LibPcapLiveDevice _device;
    private volatile bool _isUp = true;

    private PcapLink(LibPcapLiveDevice device)
        : base(device.Name)
    {
        _device = device;
        device.OnPacketArrival += (_, capture) => Receive(capture.Data);
        device.OnCaptureStopped += (_, status) => _isUp &= status == CaptureStoppedEventStatus.CompletedWithoutError;
        device.StartCapture();
    }

    /// <inheritdoc/>
    public override bool IsUp => _isUp;

    /// <summary>Why no interface can be opened on this host by this user; null when nothing stands in the way.</summary>
    public static string? Obstacle()
    {
        try
        {
            return Devices().FirstOrDefault(IsUpEthernet) is { } any ? TryOpen(any) : null;
        }
        catch (LiveException obstacle)
        {
            return obstacle.Message;
        }
    }

    /// <summary>Opens an interface.</summary>
    /// <exception cref="LiveException">libpcap is missing, the interface does not exist or is down, or this user may not open it.</exception>
    public static PcapLink Open(string name)
    {
        var device = Find(name) ?? throw new LiveException(
            $"found no interface '{name}' on this host, expected one of {string.Join(", ", Devices().Where(IsInterfaceUp).Select(device => device.Name).Except(["any"]))}");
        if (!IsInterfaceUp(device))
        {
            throw new LiveException($"the interface '{name}' is down, expected it up: ip link set {name} up");
        }

        Activate(device);
        return new PcapLink(device);
    }

    /// <inheritdoc/>
    private protected override void Transmit(ReadOnlySpan<byte> frame)
    {
        try
        {
            _device.SendPacket(frame);
        }
        catch (PcapException)
        {
            // The interface went down or its queue is full: the frame is lost as on any wire.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _device.Dispose();
        }
    }

    private static bool IsInterfaceUp(LibPcapLiveDevice device) => (device.Flags & InterfaceIsUp) != 0;

    // The interfaces that libpcap makes up itself carry something else.
    private static bool IsUpEthernet(LibPcapLiveDevice device) => IsInterfaceUp(device) && device.Name is not ("any" or "nflog" or "nfqueue");

    private static LibPcapLiveDevice? Find(string name) => Devices().FirstOrDefault(device => device.Name == name);

    private static LibPcapLiveDeviceList Devices()
    {
        try
        {
            return LibPcapLiveDeviceList.New();
        }
        catch (Exception missing) when ((missing as DllNotFoundException ?? missing.InnerException) is DllNotFoundException)
        {
            throw new LiveException("found no libpcap on this host, which live networks on an interface need: apt-get install libpcap0.8", missing);
        }
    }

    private static string? TryOpen(LibPcapLiveDevice device)
    {
        try
        {
            Activate(device);
            device.Dispose();
            return null;
        }
        catch (LiveException obstacle)
        {
            return obstacle.Message;
        }
    }

    private static void Activate(LibPcapLiveDevice device)
    {
        try
        {
            device.Open(new DeviceConfiguration
            {
                Mode = DeviceModes.Promiscuous | DeviceModes.MaxResponsiveness,
                Immediate = true,
                Snaplen = LongestFrame,
                BufferSize = RingBytes,
                ReadTimeout = 10,
            });
        }
        catch (PcapException refused) when (refused.Error is PcapError.PermissionDenied or PcapError.PromiscuousPermissionDenied)
        {
            throw new LiveException(
                $"this user may not open the interface '{device.Name}' (no CAP_NET_RAW): run as root, or 'setcap cap_net_raw,cap_net_admin+ep' on a published bootlab, "
                + "or use '--live NETWORK' without an interface", refused);
        }
        catch (PcapException refused)
        {
            throw new LiveException($"the interface '{device.Name}' cannot be opened: {refused.Message}", refused);
        }

        if (device.LinkType != PacketDotNet.LinkLayers.Ethernet)
        {
            var found = device.LinkType;
            device.Dispose();
            throw new LiveException($"the interface '{device.Name}' carries {found}, expected Ethernet");
        }
    }
}
