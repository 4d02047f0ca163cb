using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Net.Switching;
using BootLab.Net.Tcp;

namespace BootLab.Bench;

/// <summary>
/// Machines on one switch, all at the same virtual time: each broadcasts three times to a server as a DHCP client would, announces its address, connects, asks ten times for
/// 512 bytes and closes. And one connection that carries 256 MiB.
/// </summary>
public static class NetBench
{
    private static readonly IPEndPoint Portal = new(new IPAddress([10, 0, 0, 1]), 3260);

    public static void Run(string[] args)
    {
        var machines = args.Length > 0 ? int.Parse(args[0]) : 10_000;
        for (var round = 0; round < 2; round++)
        {
            Report($"{machines} machines", loop => Boot(loop, machines));
            Report("256 MiB", loop => Transfer(loop, 256 << 20));
        }
    }

    private static void Report(string what, Func<EventLoop, Task<EthernetSwitch>> run)
    {
        using var process = Process.GetCurrentProcess();
        var (processor, pause, allocated) = (process.TotalProcessorTime, GC.GetTotalPauseDuration(), GC.GetTotalAllocatedBytes());
        var clock = Stopwatch.StartNew();
        var loop = EventLoop.CreateVirtual(DateTimeOffset.UnixEpoch);
        var network = loop.Run(() => run(loop));
        process.Refresh();
        Console.WriteLine(
            $"{what}: {clock.Elapsed.TotalSeconds:f2} s, of processor time {(process.TotalProcessorTime - processor).TotalSeconds:f2} s, collecting {(GC.GetTotalPauseDuration() - pause).TotalSeconds:f2} s; "
            + $"{network.FramesIn} frames, {loop.EventsRun} events, {(GC.GetTotalAllocatedBytes() - allocated) >> 20} MiB allocated, peak {process.PeakWorkingSet64 >> 20} MiB");
    }

    private static async Task<EthernetSwitch> Boot(EventLoop loop, int machines)
    {
        var network = new EthernetSwitch(loop);
        var server = Server(loop, network);
        using var dhcp = server.OpenUdp(67, server.Interfaces[0]);
        var listening = Serve(server);
        await Task.WhenAll(Enumerable.Range(0, machines).Select(number => Boot(loop, network, number)));
        return network;
    }

    private static async Task Boot(EventLoop loop, EthernetSwitch network, int number)
    {
        var machine = new IpHost(loop, new Random(number)) { TcpProfile = TcpProfile.Ipxe };
        var nic = machine.AddInterface("net0", new PhysicalAddress([2, 0, 0, 0, (byte)(number >> 8), (byte)number]), network.AddPort("machine"));
        nic.Open();
        using (var client = machine.OpenUdp(68, nic))
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                client.Send(new byte[300], new IPEndPoint(IPAddress.Broadcast, 67), IPAddress.Any);
                await Task.Delay(TimeSpan.FromSeconds(1), loop.Time);
            }
        }

        var address = new IPAddress([10, 1, (byte)(number >> 8), (byte)number]);
        nic.AddAddress(address, 8);
        nic.Announce(address);
        using var connection = await machine.ConnectAsync(Portal);
        var answer = new byte[512];
        for (var round = 0; round < 10; round++)
        {
            await connection.WriteAsync(new byte[48]);
            await connection.ReadExactlyAsync(answer);
        }
    }

    private static async Task<EthernetSwitch> Transfer(EventLoop loop, int length)
    {
        var network = new EthernetSwitch(loop);
        var server = Server(loop, network);
        var client = new IpHost(loop, new Random(2));
        var nic = client.AddInterface("net0", new PhysicalAddress([2, 0, 0, 0, 0, 1]), network.AddPort("client"));
        nic.Open();
        nic.AddAddress(new IPAddress([10, 0, 0, 2]), 8);
        using var listener = server.ListenTcp(Portal);
        var accepting = listener.AcceptAsync();
        using var connection = await client.ConnectAsync(Portal);
        using var accepted = await accepting;
        var sending = Send(accepted, length);
        var buffer = new byte[256 << 10];
        for (var received = 0; received < length;)
        {
            received += await connection.ReadAsync(buffer);
        }

        await sending;
        return network;
    }

    private static async Task Send(TcpConnection connection, int length)
    {
        var block = new byte[64 << 10];
        for (var sent = 0; sent < length; sent += block.Length)
        {
            await connection.WriteAsync(block);
        }
    }

    private static IpHost Server(EventLoop loop, EthernetSwitch network)
    {
        var server = new IpHost(loop, new Random(1));
        var nic = server.AddInterface("net0", new PhysicalAddress([2, 1, 0, 0, 0, 1]), network.AddPort("server"));
        nic.Open();
        nic.AddAddress(Portal.Address, 8);
        return server;
    }

    private static async Task Serve(IpHost server)
    {
        using var listener = server.ListenTcp(Portal);
        while (true)
        {
            _ = Answer(await listener.AcceptAsync());
        }
    }

    private static async Task Answer(TcpConnection connection)
    {
        using (connection)
        {
            var request = new byte[48];
            while (await connection.ReadAtLeastAsync(request, request.Length, throwOnEndOfStream: false) == request.Length)
            {
                await connection.WriteAsync(new byte[512]);
            }
        }
    }
}
