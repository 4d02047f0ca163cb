using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;
using BootLab.Net.Clock;
using BootLab.Net.Dhcp;
using BootLab.Net.Hosts;
using BootLab.Net.Live;
using BootLab.Net.Switching;

namespace BootLab.Bench;

/// <summary>
/// DHCP leases a second from a real server over a live link, against perfdhcp (Debian: kea-admin) and the same server: both on one end of a veth, one after the other, the server started anew
/// each time in a network namespace of its own. Every client has a MAC address of its own and sends what iPXE sends; a number of them asks at the same time.
/// </summary>
public static partial class DoraLiveBench
{
    // perfdhcp asks at a rate that it is given and asks once; a server that is asked faster than it answers drops. What it reaches is the best of these at which it has got nearly all
    // leases: with few of them a server that keeps a list is quicker, so that a run which loses most has the best figure.
    private static readonly int[] s_rates = [250, 350, 500, 700, 1000, 1400, 2000, 2800, 4000, 5600, 8000];
    private const double Lossless = 0.1;

    public static void Run(string[] args)
    {
        var server = args.Length > 0 ? args[0] : "kea";
        var clients = args.Length > 1 ? int.Parse(args[1]) : 1000;
        var window = args.Length > 2 ? int.Parse(args[2]) : 16;
        var rounds = args.Length > 3 ? int.Parse(args[3]) : 5;
        if (!NetworkNamespace.IsOwn)
        {
            NetworkNamespace.Enter();
        }

        TapLink.BringLoopbackUp();
        // In memory: dnsmasq waits for the disk after each lease, and that would be all there is to measure.
        var folder = Directory.CreateDirectory($"/dev/shm/bootlab-dora-{Guid.NewGuid():n}");
        try
        {
            // The first round compiles.
            using (var first = new RealServer(folder.FullName, server))
            {
                Live(first.Interface, clients, window);
            }

            var results = Enumerable.Range(1, rounds).Select(round => Round(folder.FullName, server, clients, window, round)).ToList();
            Console.WriteLine(
                $"{server}, {clients} clients, {window} at a time, median of {rounds}: live {Median(results, result => result.Live):f0} DORA/s, "
                + $"perfdhcp {Median(results, result => result.Perfdhcp):f0}, ratio {Median(results, result => result.Live / result.Perfdhcp):f2}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (double Live, double Perfdhcp) Round(string folder, string kind, int clients, int window, int round)
    {
        LiveResult live;
        using (var server = new RealServer(folder, kind))
        {
            live = Live(server.Interface, clients, window);
        }

        var reached = s_rates.Select(rate => (Rate: rate, Found: Perfdhcp(folder, kind, clients, rate))).ToList();
        var sound = reached.Where(entry => entry.Found.Drops <= Lossless * clients).ToList();
        var best = sound.Count > 0 ? sound.MaxBy(entry => entry.Found.Rate) : reached.MinBy(entry => entry.Found.Drops);
        Console.WriteLine(
            $"round {round}: live {live.Rate:f0} DORA/s, none lost, {live.Effort:f2} times the messages that are needed; perfdhcp {best.Found.Rate:f0} ({best.Found.Drops} drops at -r {best.Rate}; "
            + $"{string.Join(", ", reached.Select(entry => $"{entry.Rate}: {entry.Found.Rate:f0} with {entry.Found.Drops}"))})");
        return (live.Rate, best.Found.Rate);
    }

    private static LiveResult Live(string name, int clients, int window)
    {
        using var link = PcapLink.Open(name);
        var loop = EventLoop.CreateRealTime();
        var network = new EthernetSwitch(loop, TimeSpan.Zero);
        var wire = link.Plug(loop);
        var uplink = network.AddPort("uplink");
        uplink.Received = wire.Send;
        wire.Received = uplink.Send;
        var nics = Enumerable.Range(1, clients).Select(number => Plug(loop, network, number)).ToList();
        var waiting = new Queue<IpInterface>(nics);
        var random = new Random(1);
        var watch = Stopwatch.StartNew();
        loop.Run(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Lease()));
            return true;
        });
        return new LiveResult(clients / watch.Elapsed.TotalSeconds, nics.Sum(nic => nic.FramesSent) / (2.0 * clients));

        async Task Lease()
        {
            while (waiting.TryDequeue(out var nic))
            {
                var client = await DhcpClientRunner.RunAsync(nic, DhcpClientProfiles.Ipxe2019Bios, new DhcpClientIdentity { Mac = nic.Mac, PciVendor = 0x8086, PciDevice = 0x100e }, random);
                _ = client.Result ?? throw new InvalidOperationException($"{nic.Mac} got no lease: {client.State}");
            }
        }
    }

    private static IpInterface Plug(EventLoop loop, EthernetSwitch network, int number)
    {
        var host = new IpHost(loop, new Random(number));
        var nic = host.AddInterface("net0", new PhysicalAddress([0x52, 0x54, 0, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), network.AddPort("host"));
        nic.Open();
        return nic;
    }

    private static (double Rate, int Drops) Perfdhcp(string folder, string kind, int clients, int rate)
    {
        using var server = new RealServer(folder, kind);
        using var perfdhcp = Process.Start(new ProcessStartInfo("perfdhcp", ["-4", "-l", server.Interface, "-r", $"{rate}", "-R", $"{clients}", "-n", $"{clients}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = perfdhcp.StandardError.ReadToEndAsync();
        var text = perfdhcp.StandardOutput.ReadToEnd();
        perfdhcp.WaitForExit();
        return Rate().Match(text) is { Success: true } found
            ? (double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), Drops().Matches(text).Sum(drops => int.Parse(drops.Groups[1].Value, CultureInfo.InvariantCulture)))
            : throw new InvalidOperationException($"perfdhcp: {text}{error.Result}");
    }

    private static double Median(List<(double Live, double Perfdhcp)> results, Func<(double Live, double Perfdhcp), double> figure) => results.Select(figure).Order().ElementAt(results.Count / 2);

    /// <summary>What BootLab's clients reached: leases a second, and messages sent for each two that a lease needs.</summary>
    private readonly record struct LiveResult(double Rate, double Effort);

    [GeneratedRegex(@"Rate: ([0-9.]+) 4-way")]
    private static partial Regex Rate();

    [GeneratedRegex(@"drops: (\d+)")]
    private static partial Regex Drops();

    /// <summary>A DHCP server behind a veth, in a network namespace below this one, with no lease given.</summary>
    private sealed partial class RealServer : IDisposable
    {
        private static int s_started;
        private readonly PeerProgram _program;

        public RealServer(string folder, string kind)
        {
            var number = s_started++;
            Interface = $"dhcp{number}";
            var (command, ready) = kind == "kea" ? Kea(folder, number) : Dnsmasq(folder, number);
            var script = Path.Combine(folder, $"server{number}.sh");
            File.WriteAllText(script, $"""
                ip link add {Interface} type veth peer name server
                ip addr add 10.77.0.2/16 dev {Interface}
                ip link set {Interface} up
                unshare --net sh -c 'touch {script}.ready; until ip link set server up 2>/dev/null; do sleep 0.02; done; ip addr add 10.77.0.1/16 dev server; ip link set lo up; exec {command}' &
                until [ -e {script}.ready ]; do sleep 0.02; done
                ip link set server netns $!
                wait
                """);
            _program = PeerProgram.Start($"sh {script}", Path.Combine(folder, $"server{number}.txt"));
            var watch = Stopwatch.StartNew();
            while (!File.Exists(_program.Output) || !File.ReadAllText(_program.Output).Contains(ready, StringComparison.Ordinal))
            {
                if (watch.Elapsed > TimeSpan.FromSeconds(20) || _program.ExitCode is not null)
                {
                    throw new InvalidOperationException($"{kind} did not start: {File.ReadAllText(_program.Output)}");
                }

                Thread.Sleep(20);
            }
        }

        public string Interface { get; }

        public void Dispose() => PeerProgram.End([_program]);

        private static (string Command, string Ready) Dnsmasq(string folder, int number)
        {
            var configuration = Path.Combine(folder, $"dnsmasq{number}.conf");
            File.WriteAllLines(configuration,
            [
                "port=0", "user=root", "interface=server", "bind-interfaces", "no-ping", "quiet-dhcp", $"dhcp-leasefile={folder}/leases{number}", "dhcp-lease-max=65000",
                "dhcp-range=10.77.1.0,10.77.250.0,1h", "dhcp-option-force=encap:175,176,1",
            ]);
            return ($"dnsmasq -d -C {configuration}", "dnsmasq: started");
        }

        private static (string Command, string Ready) Kea(string folder, int number)
        {
            var configuration = Path.Combine(folder, $"kea{number}.json");
            File.WriteAllText(configuration, $$$"""
                {"Dhcp4": {
                  "interfaces-config": {"interfaces": ["server"], "dhcp-socket-type": "raw"},
                  "lease-database": {"type": "memfile", "persist": true, "name": "{{{folder}}}/leases{{{number}}}.csv", "lfc-interval": 0},
                  "option-def": [{"name": "ipxe", "code": 175, "type": "binary"}],
                  "subnet4": [{"subnet": "10.77.0.0/16", "pools": [{"pool": "10.77.1.0-10.77.250.0"}], "option-data": [{"name": "ipxe", "csv-format": false, "data": "b00101"}]}],
                  "loggers": [{"name": "kea-dhcp4", "severity": "INFO", "output_options": [{"output": "stdout"}]},
                              {"name": "kea-dhcp4.leases", "severity": "WARN", "output_options": [{"output": "stdout"}]}]}}
                """);
            return ($"env KEA_PIDFILE_DIR={folder} KEA_LOCKFILE_DIR={folder} kea-dhcp4 -c {configuration}", "DHCP4_STARTED");
        }
    }
}
