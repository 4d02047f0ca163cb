using System.Net;
using BootLab.Machine;
using BootLab.Net.Hosts;

namespace BootLab.Net.Ndp;

/// <summary>The IPv6 router of a segment, for as far as boot programs meet it: it answers solicitations with an advertisement to all nodes, at once.</summary>
public sealed class RouterAdvertiser
{
    // What a prefix is advertised with when nothing else is asked for: one day, and four hours preferred.
    private const uint ValidSeconds = 86_400;
    private const uint PreferredSeconds = 14_400;

    private readonly IpInterface _interface;
    private readonly byte[] _message;
    private readonly IPAddress _router;

    /// <summary>Takes the router's address on an open interface and answers from now on.</summary>
    public RouterAdvertiser(IpInterface on, RouterAdvertisementSpec spec)
    {
        ArgumentNullException.ThrowIfNull(on);
        ArgumentNullException.ThrowIfNull(spec);
        _interface = on;
        _router = spec.Router;
        _message = new RouterAdvertisement
        {
            Router = spec.Router,
            RouterMac = on.Mac,
            LifetimeSeconds = (ushort)Math.Clamp(spec.LifetimeSeconds, 0, ushort.MaxValue),
            Managed = spec.Managed,
            Prefixes = spec.Prefix is { } prefix ? [new AdvertisedPrefix(prefix, OnLink: true, Autonomous: true, ValidSeconds, PreferredSeconds)] : [],
        }.Write();
        on.AddAddress(spec.Router, 64);
        on.RouterSolicited = _ => Advertise();
    }

    /// <summary>Sends an advertisement to all nodes.</summary>
    public void Advertise() => _interface.SendNdp([.. _message], _router, Ipv6.AllNodes);
}
