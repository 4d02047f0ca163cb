using System.Net;
using BootLab.Machine;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Tests.Hosts;
using BootLab.Net.Tftp;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>Clients and servers on hosts of a switch, on a virtual clock.</summary>
public sealed class DhcpOnASegmentTests
{
    private static readonly DhcpSpec Spec = new()
    {
        PoolFirst = Segment.Address(100),
        PoolLast = Segment.Address(101),
        Answer = new DhcpAnswerSpec { NextServer = Segment.Address(1), File = "boot.ipxe", LeaseSeconds = 3600 },
    };

    private readonly Segment _segment = new();
    private int _session;

    [Fact]
    public void A_lease_takes_three_seconds_and_a_download_none() => _segment.Loop.Run(async () =>
    {
        var nic = Serve(Spec, ("boot.ipxe", new byte[10_000]));
        var client = await Lease(nic);

        Assert.Equal(TimeSpan.FromSeconds(3), Round(_segment.Loop.Now));
        var ack = client.Result!.Ack;
        Assert.Equal(Segment.Address(100), ack.Yiaddr);

        nic.AddAddress(ack.Yiaddr, 24);
        var download = await TftpClientRunner.RunAsync(nic.Host, ack.BootFileName!, new IPEndPoint(ack.Siaddr, TftpPacket.ServerPort));
        Assert.Equal(10_000, download.Content!.Value.Length);
        Assert.Equal(TimeSpan.FromSeconds(3), Round(_segment.Loop.Now));
    });

    [Fact]
    public void The_second_session_of_a_nic_asks_for_broadcasts_and_gets_the_same_address() => _segment.Loop.Run(async () =>
    {
        var nic = Serve(Spec);
        var first = await Lease(nic);
        nic.AddAddress(first.Result!.Ack.Yiaddr, 24);
        var second = await Lease(nic);

        Assert.Equal(first.Result.Ack.Yiaddr, second.Result!.Ack.Yiaddr);
        Assert.NotEqual(first.Xid, second.Xid);
        Assert.False(first.Result.Ack.Broadcast);
        Assert.True(second.Result.Ack.Broadcast);
    });

    [Fact]
    public void Nobody_there_is_a_time_out_after_fifteen_seconds() => _segment.Loop.Run(async () =>
    {
        _segment.Add();
        var client = await Lease(_segment.Add(withAddress: false).Interfaces[0]);

        Assert.Equal(DhcpClientState.TimedOut, client.State);
        Assert.Equal(TimeSpan.FromSeconds(15), _segment.Loop.Now);
    });

    [Fact]
    public void A_third_machine_finds_the_pool_empty() => _segment.Loop.Run(async () =>
    {
        var nics = new[] { Serve(Spec), Client(), Client() };
        var clients = await Task.WhenAll(nics.Select(nic => Lease(nic)));

        Assert.Equal(
            [DhcpClientState.Bound, DhcpClientState.Bound, DhcpClientState.TimedOut],
            clients.Select(client => client.State));
    });

    [Fact]
    public void A_slow_server_is_waited_for() => _segment.Loop.Run(async () =>
    {
        var client = await Lease(Serve(Spec with { Delay = TimeSpan.FromSeconds(2.5) }));

        Assert.Equal(DhcpClientState.Bound, client.State);
        Assert.Equal(TimeSpan.FromSeconds(5), Round(_segment.Loop.Now));
    });

    [Fact]
    public void A_proxy_is_asked_from_the_leased_address() => _segment.Loop.Run(async () =>
    {
        var nic = Serve(Spec with
        {
            Proxy = new DhcpProxySpec { InOffer = false, Answer = new DhcpAnswerSpec { NextServer = Segment.Address(9), File = "proxy.ipxe" } },
        });
        var client = await Lease(nic, ack => nic.AddAddress(ack.Yiaddr, 24));

        Assert.Equal("boot.ipxe", client.Result!.Ack.BootFileName);
        Assert.Equal("proxy.ipxe", client.Result.Proxy!.BootFileName);
        Assert.True(_segment.Loop.Now < TimeSpan.FromSeconds(1));
    });

    [Fact]
    public void A_session_can_be_cancelled() => _segment.Loop.Run(async () =>
    {
        using var cancellation = new CancellationTokenSource();
        var nic = _segment.Add(withAddress: false).Interfaces[0];
        var session = DhcpClientRunner.RunAsync(nic, DhcpClientProfiles.Ipxe2019Bios, ClientScript.Identity, new Random(1), null, cancellation.Token);
        _segment.Loop.Schedule(TimeSpan.FromSeconds(2), _ => cancellation.Cancel(), null);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
        await _segment.Wait(20);
        nic.Host.OpenUdp(DhcpPorts.Client, nic).Dispose();
    });

    private IpInterface Serve(DhcpSpec spec, params (string Name, byte[] Content)[] files)
    {
        var nic = _segment.Add().Interfaces[0];
        _ = new DhcpService(nic, new DhcpServer(spec, Segment.Address(1), _segment.Loop.Time));
        _ = new TftpService(nic, new TftpServer(Files(files), _segment.Loop.Time));
        return Client();
    }

    private IpInterface Client() => _segment.Add(withAddress: false).Interfaces[0];

    private Task<DhcpClient> Lease(IpInterface nic, Action<DhcpMessage>? onAck = null) =>
        DhcpClientRunner.RunAsync(nic, DhcpClientProfiles.Ipxe2019Bios, new DhcpClientIdentity { Mac = nic.Mac }, new Random(++_session), onAck);

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(params (string Name, byte[] Content)[] files) =>
        files.ToDictionary(file => file.Name, file => (ReadOnlyMemory<byte>)file.Content);

    // A switch may take a moment for each frame.
    private static TimeSpan Round(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds / 10) * 10);
}
