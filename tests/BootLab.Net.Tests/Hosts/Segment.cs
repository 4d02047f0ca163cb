using System.Net;
using System.Net.NetworkInformation;
using BootLab.Net.Clock;
using BootLab.Net.Hosts;
using BootLab.Net.Links;
using BootLab.Net.Switching;

namespace BootLab.Net.Tests.Hosts;

/// <summary>A switch with hosts 10.0.0.1, 10.0.0.2, … (MAC 02:00:00:00:00:01, …) on a virtual clock; every frame that enters is kept.</summary>
internal sealed class Segment
{
    private readonly int _seed;
    private readonly Func<IEthernetPort, IEthernetPort> _wrap;

    public Segment(int seed = 1, Func<EventLoop, IEthernetPort, IEthernetPort>? wrap = null)
    {
        _seed = seed;
        Loop = EventLoop.CreateVirtual(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Loop.Limit = TimeSpan.FromHours(10);
        _wrap = port => wrap?.Invoke(Loop, port) ?? port;
        Switch = new EthernetSwitch(Loop) { Mirror = (_, frame) => Frames.Add((Loop.Now, frame)) };
    }

    public EventLoop Loop { get; }

    public EthernetSwitch Switch { get; }

    public List<(TimeSpan At, ReadOnlyMemory<byte> Bytes)> Frames { get; } = [];

    public List<IpHost> Hosts { get; } = [];

    public static IPAddress Address(int number) => new([10, 0, 0, (byte)number]);

    public static PhysicalAddress Mac(int number) => new([2, 0, 0, 0, 0, (byte)number]);

    public IpHost Add(bool withAddress = true)
    {
        var number = Hosts.Count + 1;
        var host = new IpHost(Loop, new Random(_seed * 1000 + number));
        var nic = host.AddInterface("net0", Mac(number), _wrap(Switch.AddPort($"host{number}")));
        nic.Open();
        if (withAddress)
        {
            nic.AddAddress(Address(number), 24);
        }

        Hosts.Add(host);
        return host;
    }

    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Loop.Time);
}
