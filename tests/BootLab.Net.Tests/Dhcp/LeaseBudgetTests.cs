using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Switching;
using Xunit;

namespace BootLab.Net.Tests.Dhcp;

/// <summary>What a lease costs in memory, its four frames included, and what it leaves behind: figures that do not flicker as times do.</summary>
public sealed class LeaseBudgetTests : IDisposable
{
    private const int Clients = 500;
    private const byte NoProxy = 176;
    private static readonly IPAddress Server = new([10, 0, 0, 1]);

    private readonly EventLoop _loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);
    private readonly EthernetSwitch _network;
    private readonly DhcpService _service;
    private readonly List<IpInterface> _nics;
    private readonly Random _random = new(1);

    public LeaseBudgetTests()
    {
        _network = new EthernetSwitch(_loop);
        var nic = Plug(0);
        nic.AddAddress(Server, 8);
        var spec = new DhcpSpec
        {
            PoolFirst = new([10, 1, 0, 0]),
            PoolLast = new([10, 1, 255, 255]),
            Answer = new DhcpAnswerSpec { NextServer = Server, File = "boot.ipxe", LeaseSeconds = 3600, Options = [new DhcpOptionSpec(175, new byte[] { NoProxy, 1, 1 })] },
        };
        _service = new DhcpService(nic, new DhcpServer(spec, Server, _loop.Time));
        _nics = [.. Enumerable.Range(1, Clients).Select(Plug)];
    }

    [Fact]
    public void ALeaseAllocatesLessThanSixteenKilobytes()
    {
        LeaseAll();
        var (before, frames) = (GC.GetAllocatedBytesForCurrentThread(), _network.FramesIn);
        LeaseAll();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(4 * Clients, _network.FramesIn - frames);
        Assert.InRange(bytes / Clients, 1, 16_000);
    }

    [Fact]
    public void AClientThatIsDoneIsNotKeptByTheTimersItLeft()
    {
        var client = _loop.Run(async () => new WeakReference(await Lease(_nics[0])));
        // Another lease: nothing of the first is on a stack any more, and its retransmission would still be due.
        _loop.Run(() => Lease(_nics[1]));
        GC.Collect();

        Assert.True(_loop.Now < TimeSpan.FromSeconds(0.25));
        Assert.False(client.IsAlive);
    }

    public void Dispose() => _service.Dispose();

    private void LeaseAll() => _loop.Run(() => Task.WhenAll(_nics.Select(Lease)));

    private Task<DhcpClient> Lease(IpInterface nic) => DhcpClientRunner.RunAsync(
        nic, DhcpClientProfiles.Ipxe2019Bios, new DhcpClientIdentity { Mac = nic.Mac, PciVendor = 0x8086, PciDevice = 0x100e }, _random);

    private IpInterface Plug(int number)
    {
        var host = new IpHost(_loop, new Random(number));
        var nic = host.AddInterface("net0", new PhysicalAddress([2, 0, 0, 0, (byte)(number >> 8), (byte)number]), _network.AddPort("host"));
        nic.Open();
        return nic;
    }
}
