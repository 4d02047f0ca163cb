using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Machine;
using BootLab.Net.Clock;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Switching;

namespace BootLab.Bench;

/// <summary>
/// Hosts on one switch, each with a MAC address of its own, that ask for a lease: one each 20 µs of virtual time, which is 50,000 a second, and all at the same instant. One more host is the DHCP
/// server. Four frames a lease (the server says that no ProxyDHCP server is to be waited for), each composed, sent through the switch and read with its checksums. Making the hosts and plugging
/// them in is not counted.
/// </summary>
public static class DoraBench
{
    private const int WarmUp = 3;
    private const int Rounds = 9;
    private const byte NoProxy = 176;
    private static readonly IPAddress Server = new([10, 0, 0, 1]);

    private static readonly DhcpSpec Spec = new()
    {
        PoolFirst = new([10, 1, 0, 0]),
        PoolLast = new([10, 1, 255, 255]),
        Answer = new DhcpAnswerSpec
        {
            NextServer = Server,
            File = "boot.ipxe",
            LeaseSeconds = 3600,
            Options = [new DhcpOptionSpec(1, new byte[] { 255, 0, 0, 0 }), new DhcpOptionSpec(3, Server.GetAddressBytes()), new DhcpOptionSpec(175, new byte[] { NoProxy, 1, 1 })],
        },
    };

    public static void Run(string[] args)
    {
        foreach (var clients in args.Length > 0 ? [int.Parse(args[0])] : new[] { 10_000, 50_000 })
        {
            foreach (var apart in new[] { 20, 0 })
            {
                var rounds = new List<Round>();
                for (var round = 0; round < WarmUp + Rounds; round++)
                {
                    rounds.Add(Measure(clients, TimeSpan.FromMicroseconds(apart)));
                }

                var what = $"{clients} clients, {(apart > 0 ? $"one each {apart} µs" : "all at once")}";
                Print($"{what}, first round", [rounds[0]]);
                Print($"{what}, warm (median of {Rounds})", rounds[WarmUp..]);
            }
        }
    }

    private static void Print(string what, List<Round> rounds)
    {
        var processor = Median(rounds, round => round.Processor);
        Console.WriteLine(
            $"{what}: {1 / Median(rounds, round => round.Wall):f0} DORA/s, {1 / processor:f0} for each second of processor time ({processor * 1e6:f1} µs, {Median(rounds, round => round.Collecting) * 1e6:f1} of them collecting); "
            + $"{Median(rounds, round => round.Bytes):f0} B, {Median(rounds, round => round.Frames):f2} frames, {Median(rounds, round => round.Events):f2} events a DORA");
    }

    private static double Median(List<Round> rounds, Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static Round Measure(int clients, TimeSpan apart)
    {
        var loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);
        var network = new EthernetSwitch(loop);
        var nic = Plug(loop, network, 0);
        nic.AddAddress(Server, 8);
        using var service = new DhcpService(nic, new DhcpServer(Spec, Server, loop.Time));
        var nics = Enumerable.Range(1, clients).Select(number => Plug(loop, network, number)).ToList();
        var random = new Random(1);
        GC.Collect();

        using var process = Process.GetCurrentProcess();
        var (processor, collecting, bytes) = (process.TotalProcessorTime, GC.GetTotalPauseDuration(), GC.GetAllocatedBytesForCurrentThread());
        var watch = Stopwatch.StartNew();
        var leases = loop.Run(() => Task.WhenAll(nics.Select((client, number) => Lease(client, number * apart, random))));
        watch.Stop();
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        collecting = GC.GetTotalPauseDuration() - collecting;
        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        if (leases.Distinct().Count() != clients)
        {
            throw new InvalidOperationException("two clients were given the same address");
        }

        return new Round(
            watch.Elapsed.TotalSeconds / clients, processor.TotalSeconds / clients, collecting.TotalSeconds / clients, (double)bytes / clients, (double)network.FramesIn / clients, (double)loop.EventsRun / clients);
    }

    private static IpInterface Plug(EventLoop loop, EthernetSwitch network, int number)
    {
        var host = new IpHost(loop, new Random(number));
        var nic = host.AddInterface("net0", new PhysicalAddress([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), network.AddPort("host"));
        nic.Open();
        return nic;
    }

    private static async Task<IPAddress> Lease(IpInterface nic, TimeSpan start, Random random)
    {
        if (start > TimeSpan.Zero)
        {
            // Task.Delay knows whole milliseconds only.
            var started = new TaskCompletionSource();
            nic.Host.Loop.Schedule(start, _ => started.SetResult(), null);
            await started.Task;
        }

        var identity = new DhcpClientIdentity { Mac = nic.Mac, PciVendor = 0x8086, PciDevice = 0x100e };
        var client = await DhcpClientRunner.RunAsync(nic, DhcpClientProfiles.Ipxe2019Bios, identity, random);
        return client.Result?.Ack.Yiaddr ?? throw new InvalidOperationException($"{nic.Mac} got no lease: {client.State}");
    }

    private readonly record struct Round(double Wall, double Processor, double Collecting, double Bytes, double Frames, double Events);
}
